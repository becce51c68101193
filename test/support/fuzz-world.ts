import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { doorBodies } from './door-bodies.ts'
import { comment, fileTicket } from './file-ticket.ts'
import type { Ground } from './fuzz-doors.ts'
import { startMailServer } from './mail-server.ts'
import { type Bridge, openBridge } from './open-bridge.ts'
import { person } from './records.ts'
import { createRescueVisitor, tokenIn } from './rescue-visitor.ts'
import { routeTable } from './route-table.ts'
import type { WorldOptions } from './start-world.ts'
import { visit, type Visitor } from './visit.ts'

const adminId = 1
const anna = 'lebedeva@romashka.example'
const contractsSchema = z.object({ contracts: z.array(z.object({ id: z.string() })).min(1) })
const personsSchema = z.object({
  contract: z.object({ persons: z.array(z.object({ id: z.string() })).min(1) }),
})
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

export type FuzzWorld = { bridge: Bridge; ground: Ground; stop: () => Promise<void> }

/** Two linked portals with a bit of everything, and what somebody needs who tries every door. */
export async function openFuzzWorld(options: WorldOptions = {}): Promise<FuzzWorld> {
  const mails = await startMailServer()
  const bridge = await openBridge({ smtpUrl: mails.url, trustProxy: 1, ...options })
  const { world, customer, partner } = bridge
  const boss = await visit(world.appUrl, world.partner, adminId)
  const theirAdmin = await visit(world.appUrl, world.customer, adminId)
  const itemIds = await livelyTicket(bridge)
  const seen = await known({ boss, theirAdmin, customer }, itemIds)
  const rescue = createRescueVisitor(world.appUrl)
  await rescue.post('/link', { email: anna })
  while (mails.mails.length === 0) await world.settle()
  // The link that was asked for comes after the ticket's news.
  const token = mails.mails.map(({ text }) => tokenIn(text ?? '')).find(Boolean) ?? ''
  const { headers } = await rescue.post('/open', { token })
  return {
    bridge,
    ground: {
      routes: routeTable(world.app.server),
      bodies: bodiesOf(bridge, seen),
      forms: formsOf(bridge, itemIds[0] ?? 1),
      ids: seen.ids,
      itemIds,
      tokens: [customer, partner, boss, theirAdmin].map(({ session }) => session.token),
      rescueCookie: /rescue=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '',
      origin: world.appUrl,
    },
    async stop() {
      await world.stop()
      await mails.stop()
    },
  }
}

async function livelyTicket({ world, customer, partner, mirrorOf }: Bridge): Promise<number[]> {
  const itemId = await fileTicket(customer, { title: 'Касса' })
  await world.settle()
  const mirrorId = await mirrorOf()
  await comment(partner, mirrorId, '#клиенту Смотрим.')
  await world.settle()
  return [itemId, mirrorId]
}

type Seen = { ids: [string, string][]; personId: string; questionId: string }

/** Makes one of each, so that there are ids to try. */
async function known(
  { boss, theirAdmin, customer }: Record<'boss' | 'theirAdmin' | 'customer', Visitor>,
  itemIds: readonly number[],
): Promise<Seen> {
  const { contracts } = await boss.get('/api/contracts', contractsSchema)
  const { contract } = await customer.get('/api/filing', personsSchema)
  const personId = contract.persons.at(-1)?.id ?? ''
  const [questionId = ''] = await made(customer, '/api/basket', { text: 'Как закрыть месяц?' })
  const [hookId = ''] = await made(theirAdmin, '/api/webhooks', { url: 'http://localhost:9/' })
  const change = { kind: 'add', person: { ...person(), id: undefined } }
  const [changeId = ''] = await made(theirAdmin, '/api/persons/changes', change)
  const at = `/api/tickets/by-item/${String(itemIds[1])}`
  const workId = randomUUID()
  const to = Date.parse('2026-11-23T07:00:00Z')
  const work = { what: 'Смотрели журнал', onlyOutOfHours: false, questionIds: [], endsTimer: false }
  await made(boss, `${at}/work`, { ...work, id: workId, from: to - 300_000, to })
  const template = { id: randomUUID(), isPersonal: true, title: 'Ответ', text: 'Здравствуйте!' }
  await made(boss, `${at}/templates`, template)
  const ids: [string, string][] = [
    ['/contracts', contracts[0]?.id ?? ''],
    ['/persons', changeId],
    ['/basket', questionId],
    ['/questions', questionId],
    ['/work', workId],
    ['/templates', template.id],
    ['/webhooks', hookId],
    ['/parked', '1'],
    ['/mails', '1'],
  ]
  return { ids, personId, questionId }
}

/** @returns the ids in the answer */
async function made(who: Visitor, path: string, body: unknown): Promise<string[]> {
  const answer = await who.raw('POST', path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return JSON.stringify(answer.body).match(uuids) ?? []
}

function bodiesOf({ world }: Bridge, { personId, questionId, ids }: Seen) {
  const form = z
    .object({ form: z.unknown() })
    .parse(doorBodies({ personId, questionId, now: world.clock.now() })['POST /api/filing']).form
  return {
    ...doorBodies({ personId, questionId, now: world.clock.now() }),
    'POST /api/session': { accessToken: 'a'.repeat(70), refreshToken: 'b'.repeat(70), boot: 'x' },
    'POST /rescue/api/link': { email: 'nobody@romashka.example' },
    'POST /rescue/api/open': { token: 'x'.repeat(43) },
    'POST /rescue/api/leave': {},
    'POST /rescue/api/local-app/look': { token: 'x'.repeat(43) },
    'POST /rescue/api/local-app': { token: 'x'.repeat(43), clientId: 'a', clientSecret: 'b' },
    'POST /rescue/api/tickets': { id: randomUUID(), contractId: ids[0]?.[1], form },
    'POST /rescue/api/tickets/:id/messages': {
      id: randomUUID(),
      text: 'Алло?',
      files: [],
      verdict: null,
    },
  }
}

function formsOf({ world, customer }: Bridge, itemId: number) {
  const { fields } = world.customer.frameFields(customer.session.user.id, { placement: 'DEFAULT' })
  const { place } = customer.session.portal
  const entityTypeId = String(place?.entityTypeId)
  const auth = {
    'auth[member_id]': world.customer.memberId,
    'auth[application_token]': fields['APPLICATION_TOKEN'] ?? '',
    'auth[access_token]': fields['AUTH_ID'] ?? '',
    'auth[server_endpoint]': fields['SERVER_ENDPOINT'] ?? '',
  }
  return {
    'POST /app': fields,
    'POST /bitrix/events': {
      ...auth,
      event: 'ONCRMDYNAMICITEMUPDATE',
      'data[FIELDS][ID]': String(itemId),
      'data[FIELDS][ENTITY_TYPE_ID]': entityTypeId,
      ts: '1700000000',
    },
    'POST /bitrix/robots': {
      ...auth,
      event_token: 'x'.repeat(32),
      code: 'sla_work',
      'document_id[0]': 'crm',
      'document_id[1]': 'x',
      'document_id[2]': `DYNAMIC_${entityTypeId}_${String(itemId)}`,
      'properties[minutes]': '5',
      use_subscription: 'Y',
    },
  }
}
