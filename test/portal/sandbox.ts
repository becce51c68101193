import { createServer } from 'node:http'
import { startEmulator } from './emulator.ts'
import { readBody, shut } from './http.ts'
import { type PhpValue, parsePhpForm } from './php-form.ts'
import { type EmulatorOptions, type Portal, type RestAnswer } from './types.ts'

export const admin = 1
export const employee = 2
/** A person whom the administrator has not let into the app. */
export const outsider = 3
/** A person without a role in CRM. */
export const roleless = 4

const users = [
  { id: admin, name: 'Анна', lastName: 'Админова', email: 'anna@example.test', isAdmin: true },
  { id: employee, name: 'Егор', lastName: 'Сотрудников', email: 'egor@example.test' },
  { id: outsider, name: 'Пётр', lastName: 'Посторонний', hasAppAccess: false },
  { id: roleless, name: 'Роман', lastName: 'Безролев', hasCrmRole: false },
]

const departments = [
  { id: 2, name: 'Поддержка', parent: 1, head: admin },
  { id: 1, name: 'Компания' },
]

const scope = [
  'crm',
  'userfieldconfig',
  'placement',
  'user',
  'department',
  'im',
  'bizproc',
  'disk',
  'calendar',
  'task',
  'timeman',
]

/** A handler that keeps what it is sent. */
async function startCatcher() {
  const events: Record<string, PhpValue>[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      events.push(parsePhpForm(body))
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { events, url: `http://127.0.0.1:${port}/events`, close: () => shut(server) }
}

type SandboxOptions = Partial<EmulatorOptions> & {
  /** The state file brings an installed app: leave it as it is. */
  isInstalled?: boolean
  /** False keeps a story out of the recording that is held against the documentation. */
  isRecorded?: boolean
}

/** An emulator with a cloud and a box, a clock to be moved and a handler that catches events. */
export async function startSandbox(options: SandboxOptions = {}) {
  const { isInstalled = false, isRecorded = true, ...overrides } = options
  let now = Date.parse('2026-03-02T09:00:00+03:00')
  const catcher = await startCatcher()
  const advance = (ms: number) => {
    now += ms
  }
  const emulator = await startEmulator({
    clock: { now: () => now },
    app: {
      clientId: 'local.sandbox',
      clientSecret: 'sandbox-secret',
      url: 'http://127.0.0.1:9/app',
      scope,
      code: 'sandbox',
    },
    portals: [
      { name: 'cloud', edition: 'cloud', users, departments },
      { name: 'box', edition: 'box', users },
    ],
    eventDelayMs: 1,
    advanceClock: advance,
    ...(isRecorded &&
      process.env['PORTAL_TRAFFIC'] !== undefined && {
        trafficFile: process.env['PORTAL_TRAFFIC'],
      }),
    ...overrides,
  })
  const portal = emulator.portal('cloud')
  if (!isInstalled) {
    portal.installApp(admin)
    portal.finishInstall(admin)
  }
  return {
    emulator,
    portal,
    box: emulator.portal('box'),
    events: catcher.events,
    handlerUrl: catcher.url,
    advance,
    async close() {
      await emulator.close()
      await catcher.close()
    },
  }
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>
export type Rest = (method: string, params?: Record<string, unknown>) => Promise<RestAnswer>

/** REST by JSON with our app's token of the person. */
export function restAs(portal: Portal, userId: number): Rest {
  const { accessToken } = portal.issueTokens(userId)
  return (method, params = {}) => restWith(portal, accessToken, { method, params })
}

export async function restWith(
  portal: Portal,
  token: string,
  call: { method: string; params?: Record<string, unknown> },
): Promise<RestAnswer> {
  const response = await fetch(`${portal.url}/rest/${call.method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...call.params, auth: token }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** The result of a call that must succeed. */
export async function resultOf<Result>(answer: Promise<RestAnswer>): Promise<Result> {
  const { status, body } = await answer
  if (status !== 200 || 'error' in body) throw new Error(JSON.stringify(body))
  return body['result'] as Result
}

type Prepared = {
  entityTypeId: number
  typeId: number
  categoryId: number
  levels: Record<string, number>
}

/** A smart process with stages, funnels and some fields of its own. */
export async function prepareProcess(rest: Rest): Promise<Prepared> {
  const { type } = await resultOf<{ type: { id: number; entityTypeId: number } }>(
    rest('crm.type.add', {
      fields: {
        title: 'Обращения',
        isStagesEnabled: 'Y',
        isCategoriesEnabled: 'Y',
        isObserversEnabled: 'Y',
        isAutomationEnabled: 'Y',
      },
    }),
  )
  const { entityTypeId } = type
  const { categories } = await resultOf<{ categories: { id: number }[] }>(
    rest('crm.category.list', { entityTypeId }),
  )
  const own = (code: string, userTypeId: string, more = {}) =>
    resultOf<{ field: { enum?: { id: string; value: string }[] } }>(
      rest('userfieldconfig.add', {
        moduleId: 'crm',
        field: {
          entityId: `CRM_${type.id}`,
          fieldName: `UF_CRM_${type.id}_${code}`,
          userTypeId,
          editFormLabel: { ru: code },
          ...more,
        },
      }),
    )
  await own('TEXT', 'string')
  await own('DUE', 'datetime')
  await own('AGREED', 'boolean')
  await own('FILES', 'file', { multiple: 'Y' })
  const { field } = await own('LEVEL', 'enumeration', {
    enum: [
      { value: 'Высокий', sort: 100 },
      { value: 'Низкий', sort: 200 },
    ],
  })
  const levels = Object.fromEntries((field.enum ?? []).map(({ id, value }) => [value, Number(id)]))
  return { entityTypeId, typeId: type.id, categoryId: categories[0]?.id ?? 0, levels }
}
