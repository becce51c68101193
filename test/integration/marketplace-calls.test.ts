import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTaskTime } from '../../client/bitrix/task-time.ts'
import { askedScopes, neededScopes } from '../support/asked-scopes.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { demoEnvironment } from '../support/start-world.ts'
import type { Visitor } from '../support/visit.ts'

type Line = { kind?: string; caller?: string; method?: string; params?: { PLACEMENT?: string } }

const words = [
  'Касса молчит',
  'Ошибка 42',
  'Лебедева',
  'lebedeva@',
  '000-00-07',
  'Нашли причину',
  'ждём',
]
const engineer = 5
const storekeeper = 8
const dayMs = 24 * 60 * 60_000
const listing = join(import.meta.dirname, '../../server/marketplace/README.md')
const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n')

/** Nine days with two portals: what the app called them for, and what it kept of the calls. */
describe('calls of the app to portals', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-calls-'))
  const trafficFile = join(folder, 'traffic.ndjson')
  const logFolder = join(folder, 'rest')

  beforeAll(async () => {
    const bridge = await openBridge({ trafficFile, restLogFolder: logFolder })
    // A process of the customer's own, from whose cards problems can be reported too.
    const process = { fields: { title: 'Заявки на закупку' } }
    await bridge.world.customer.callAsUser(adminId, 'crm.type.add', process)
    await workOnTicket(bridge)
    for (let day = 0; day < 9; day++) {
      bridge.world.clock.advance(dayMs)
      await bridge.sweep(1)
    }
    await bridge.world.stop()
  }, 120_000)
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const callsOfApp = () =>
    linesOf(trafficFile)
      .map((line) => JSON.parse(line) as Line)
      .filter(({ kind, caller }) => kind === 'rest' && (caller === 'server' || caller === 'tab'))

  it('need every scope that is asked for, and no other', () => {
    const methods = callsOfApp().map(({ method = '' }) => method)
    expect(methods.length).toBeGreaterThan(100)
    expect(neededScopes(methods)).toEqual([...askedScopes].sort())
  })

  it('put widgets only where the listing says so', () => {
    const bound = callsOfApp()
      .filter(({ method }) => method === 'placement.bind')
      .map(({ params }) => params?.PLACEMENT?.replace(/\d+/, '{id}'))
    const listed = /\| widgets .*/.exec(readFileSync(listing, 'utf8'))?.[0] ?? ''
    const names = [...listed.matchAll(/`([A-Z_{}id]+)`/g)].map(([, name]) => name)
    expect(new Set(bound)).toEqual(new Set(names))
  })

  it('are kept with their answers for a week, a file a day', () => {
    const names = readdirSync(logFolder)
    expect(names).toHaveLength(8)
    for (const name of names) {
      const lines = linesOf(join(logFolder, name)).map(
        (line) => JSON.parse(line) as Record<string, unknown>,
      )
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) {
        expect(Object.keys(line)).toEqual(expect.arrayContaining(['at', 'method', 'params']))
        expect('result' in line || 'error' in line).toBe(true)
      }
    }
  })

  it('are kept without keys, and without anything that people wrote', () => {
    const text = readdirSync(logFolder)
      .map((name) => readFileSync(join(logFolder, name), 'utf8'))
      .join('')
    const keys = [
      ...readFileSync(trafficFile, 'utf8').matchAll(
        /"(?:auth|AUTH_ID|REFRESH_ID|(?:access|refresh|application)_token)":"([^"]{20,})"/g,
      ),
    ].map(([, key]) => key)
    expect(keys.length).toBeGreaterThan(10)
    for (const secret of [...keys, demoEnvironment.B24_CLIENT_SECRET, ...words])
      expect(text).not.toContain(secret)
  })
})

/** A ticket is filed, answered with a file, joined by a colleague, and worked on in a task. */
async function workOnTicket({ world, customer, partner, mirrorOf }: Bridge): Promise<void> {
  const values = { description: 'Ошибка 42' }
  const filed = await fileTicket(customer, { title: 'Касса молчит', values })
  await world.settle()
  const itemId = await mirrorOf()
  const entityTypeId = partner.session.portal.place?.entityTypeId ?? 0
  const fieldsOf = (person: Visitor, id: number, text: string) => ({
    ENTITY_TYPE: `dynamic_${String(person.session.portal.place?.entityTypeId)}`,
    ENTITY_ID: id,
    COMMENT: text,
    FILES: [['журнал.txt', Buffer.from('Ошибка 42').toString('base64')]],
  })
  const answer = fieldsOf(partner, itemId, '#клиенту Нашли причину.')
  await partner.call('crm.timeline.comment.add', { fields: answer })
  // He has never opened the app, so that it has to ask who he is.
  const remark = fieldsOf(customer, filed, 'Спасибо, ждём.')
  await world.customer.callAsUser(storekeeper, 'crm.timeline.comment.add', { fields: remark })
  await world.settle()
  await readTaskTime({ call: partner.call.bind(partner) }, { entityTypeId, itemId }, engineer)
}
