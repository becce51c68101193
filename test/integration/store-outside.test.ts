import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { OutsidePost } from '../../server/db/outside-store.ts'
import type { RescuePass } from '../../server/db/rescue-store.ts'
import type { OutboxRow } from '../../server/db/outbox-store.ts'
import { contract, message, noon, person, portal, tell, terms } from '../support/records.ts'
import { ticket } from '../support/readings.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minute = 60_000
const filing: OutsidePost = {
  ...{ id: 't1', ticketId: 't1', contractId: 'c1', personId: 'anna', author: 'Анна Лебедева' },
  ...{ channel: 'mail', at: noon },
  content: { kind: 'filing', title: 'Всё стоит', values: { level: '1', consentPhone: true } },
}
const answer: OutsidePost = {
  ...{ ...filing, id: 'p2', channel: 'rescue', at: noon + minute },
  content: { kind: 'message', text: 'В журнале 502', stage: 'inWork' },
}
const png = Buffer.from([0x89, 0x50, 0x00, 0xff])
const log = { name: 'журнал.txt', bytes: Buffer.from('502') }

describe.each(databaseKinds)('what comes without a portal, in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    for (const one of [portal(), portal({ memberId: 'martinsoft', role: 'partner' })])
      await db.portals.save(one)
    const linked = contract({ customerMemberId: 'romashka', state: 'active' })
    await db.contracts.add(linked, terms(), [person()])
  })
  afterEach(() => database.close())

  const files = async (postId: string) =>
    (await db.outside.files(postId)).map(({ name, bytes }) => [name, Buffer.from(bytes)])

  it('a post is kept once, whoever takes it, with its files byte for byte', async () => {
    const others = await database.replica()
    const attached = [log, { name: 'снимок.png', bytes: png }]
    const add = (store: Database) => store.transaction((at) => at.outside.add(filing, attached))
    expect((await Promise.all([add(db), add(others)])).toSorted()).toEqual([false, true])
    expect(await db.outside.find('t1')).toEqual(filing)
    expect(await files('t1')).toEqual([
      ['журнал.txt', log.bytes],
      ['снимок.png', png],
    ])
    expect(await db.outside.add(answer, [])).toBe(true)
    expect(await db.outside.find('p2')).toEqual(answer)
    expect(await db.outside.find('p3')).toBeUndefined()
  })

  it('of posts only filings are tickets that a person has filed', async () => {
    await db.outside.add(filing, [])
    await db.outside.add(answer, [])
    expect(await db.outside.filedBy('c1', 'anna')).toEqual(['t1'])
    expect(await db.outside.filedBy('c1', 'oleg')).toEqual([])
    expect(await db.outside.filedBy('c2', 'anna')).toEqual([])
  })

  it('files have been carried when both portals have them, and not before', async () => {
    await db.outside.add(filing, [log])
    await db.outside.add(answer, [log])
    const carried = () => db.outside.listCarried('all', 10)
    expect(await carried()).toEqual([])
    const itemIds = { customer: null, partner: 5 }
    await db.tickets.add(ticket({ itemIds }))
    await db.outbox.add([tell('t1:outside:t1:m2'), tell('t1:message:t1:m2')], 3, noon)
    await db.messages.add(message({ id: 't1:m2', side: 'customer', commentId: -1, postId: 'p2' }))
    expect(await carried()).toEqual([])
    await db.tickets.save(ticket({ itemIds: { ...itemIds, customer: 7 } }))
    expect(await carried()).toEqual(['t1'])
    const sent = async ({ id, revision }: OutboxRow) => db.outbox.markSent({ id, revision }, null)
    const [own, mirror] = await db.outbox.listDue(noon, 10, 'all')
    if (own) await sent(own)
    expect(await carried()).toEqual(['t1'])
    if (mirror) await sent(mirror)
    expect((await carried()).toSorted()).toEqual(['p2', 't1'])
    expect(await db.outside.listCarried(['romashka'], 10)).toEqual([])
    expect(await db.outside.listCarried(['martinsoft'], 1)).toHaveLength(1)
    await db.outside.dropFiles('t1')
    expect([await files('t1'), await files('p2')]).toEqual([[], [['журнал.txt', log.bytes]]])
    expect(await carried()).toEqual(['p2'])
  })

  it('a link opens once and in its time, however many press it', async () => {
    const others = await database.replica()
    const email = 'lebedeva@romashka.example'
    const link = (tokenHash: string, minutes: number): RescuePass => ({
      ...{ tokenHash, email, expiresAt: noon + minutes * minute },
    })
    await db.rescue.addLink(link('a', 10))
    await db.rescue.addLink(link('b', 1))
    // Links that last longer are sent without being asked for, and do not count.
    await db.rescue.addLink(link('d', 120))
    const countAfter = (after: number) =>
      db.rescue.countLinks(email, { after, until: noon + 10 * minute })
    expect(await countAfter(noon)).toBe(2)
    const opened = await Promise.all(
      [db, others, db].map((store) => store.rescue.useLink('a', noon + minute)),
    )
    expect(opened.filter((one) => one !== undefined)).toEqual([email])
    expect(await db.rescue.useLink('b', noon + minute)).toBeUndefined()
    expect(await db.rescue.useLink('c', noon)).toBeUndefined()
    // Used ones count: the limit is for those who ask for many.
    expect(await countAfter(noon + minute)).toBe(1)
  })

  it('a visit ends in its time, and at once when it is left', async () => {
    const visit = { email: 'lebedeva@romashka.example', expiresAt: noon + 2 * minute }
    await db.rescue.addSession({ tokenHash: 'a', ...visit })
    await db.rescue.addSession({ tokenHash: 'b', ...visit })
    expect(await db.rescue.findSession('a', noon + minute)).toBe(visit.email)
    expect(await db.rescue.findSession('a', noon + 2 * minute)).toBeUndefined()
    await db.rescue.endSession('a')
    expect(await db.rescue.findSession('a', noon)).toBeUndefined()
    expect(await db.rescue.findSession('b', noon)).toBe(visit.email)
    await db.rescue.dropStale(noon + 3 * minute)
    expect(await db.rescue.findSession('b', noon)).toBeUndefined()
  })
})
