import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { StaleError } from '../../server/errors.ts'
import type { Fact } from '../../shared/sla/history.ts'
import { contract, hugeId, message, noon, person, portal, terms } from '../support/records.ts'
import { ticket } from '../support/readings.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minute = 60_000

describe.each(databaseKinds)('what we keep in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
  })

  afterEach(() => database.close())

  it('is there for whoever opens it next', async () => {
    await db.portals.save(portal())
    const other = await database.open()
    expect(await other.portals.find('romashka')).toEqual(portal())
    expect(await other.portals.find('nobody')).toBeUndefined()
  })

  it('a portal is saved as a whole and found by what it waits for', async () => {
    const setup = { state: 'running' as const, steps: [] }
    await db.portals.save(portal())
    await db.portals.save(portal({ host: 'new.example', setup, applicationToken: null }))
    await db.portals.save(portal({ memberId: 'martinsoft', role: 'partner', isInstalled: false }))
    expect(await db.portals.listSettingUp('all')).toEqual([
      portal({ host: 'new.example', setup, applicationToken: null }),
    ])
    expect(await db.portals.listSettingUp(['martinsoft'])).toEqual([])
    expect((await db.portals.listByRole('partner')).map((it) => it.memberId)).toEqual([
      'martinsoft',
    ])
  })

  it('the people of a portal are remembered by their latest names', async () => {
    await db.portals.rememberUsers('romashka', new Map([[7, 'Анна']]), noon)
    await db.portals.rememberUsers('romashka', new Map([[7, 'Анна Лебедева']]), noon)
    await db.portals.rememberUsers('romashka', new Map([[hugeId, 'Пётр']]), noon)
    expect(await db.portals.namesOf('romashka', [7, 8, hugeId])).toEqual(
      new Map([
        [7, 'Анна Лебедева'],
        [hugeId, 'Пётр'],
      ]),
    )
    expect(await db.portals.namesOf('romashka', [])).toEqual(new Map())
  })

  it('a contract has its persons in order and its terms by date', async () => {
    await db.contracts.add(contract(), terms(), [person(), person({ id: 'oleg', name: 'Олег' })])
    await db.contracts.save(contract({ customerMemberId: 'romashka', state: 'active' }))
    await db.contracts.bindPerson('c1', 'oleg', hugeId)
    expect(await db.contracts.findOfCustomer('romashka')).toEqual(
      contract({ customerMemberId: 'romashka', state: 'active' }),
    )
    expect(await db.contracts.persons('c1')).toEqual([
      person(),
      person({ id: 'oleg', name: 'Олег', portalUserId: hugeId }),
    ])
    expect(await db.contracts.termsAt('c1', noon - 1)).toEqual(terms())
  })

  it('no ticket number is given twice, also across the contracts of a partner', async () => {
    await db.contracts.add(contract(), terms(), [])
    await db.contracts.add(contract({ id: 'c2' }), terms(), [])
    const other = await database.replica()
    const numbers = await Promise.all(
      Array.from({ length: 12 }, (_none, index) =>
        (index % 2 === 0 ? db : other).transaction((stores) =>
          stores.contracts.takeNumber(contract()),
        ),
      ),
    )
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  it('an invitation is good until it is used, revoked or over; attempts are counted', async () => {
    const invitation = { id: 'i1', contractId: 'c1', codeHash: 'hash', expiresAt: noon + minute }
    await db.invitations.add(invitation)
    expect(await db.invitations.findUsable('hash', noon)).toEqual(invitation)
    expect(await db.invitations.findUsable('hash', noon + minute)).toBeUndefined()
    await db.invitations.markUsed('i1', noon)
    expect(await db.invitations.findUsable('hash', noon)).toBeUndefined()
    await db.invitations.add({ ...invitation, id: 'i2', codeHash: 'other' })
    await db.invitations.revokeAllOf('c1', noon)
    expect(await db.invitations.findUsableOf('c1', noon)).toBeUndefined()
    await db.invitations.addAttempt('romashka', noon)
    await db.invitations.addAttempt('romashka', noon + minute)
    expect(await db.invitations.countAttempts('romashka', noon)).toBe(1)
  })

  it('a ticket comes back as it went in, from either item', async () => {
    const given = ticket({ itemIds: { customer: hugeId, partner: 20 }, wakeAt: noon })
    await db.tickets.add(given)
    expect(await db.tickets.find('t1')).toEqual(given)
    expect(await db.tickets.findByItem('romashka', hugeId)).toEqual(given)
    expect(await db.tickets.findByItem('martinsoft', 20)).toEqual(given)
    expect(await db.tickets.findByItem('romashka', 20)).toBeUndefined()
    expect(await db.tickets.idsOfItems('romashka', [hugeId, 20])).toEqual(new Map([[hugeId, 't1']]))
    expect(await db.tickets.idsOfItems('martinsoft', [hugeId, 20])).toEqual(new Map([[20, 't1']]))
    await expect(db.tickets.add({ ...given, id: 't2', number: 8 })).rejects.toThrow(/unique/i)
  })

  it('a ticket that somebody has saved meanwhile is not written over', async () => {
    await db.tickets.add(ticket())
    const saved = await db.tickets.save(ticket({ title: 'Касса печатает' }))
    await expect(db.tickets.save(ticket({ title: 'Касса' }))).rejects.toThrow(StaleError)
    await db.tickets.save({ ...saved, stage: 'inWork' })
    expect(await db.tickets.find('t1')).toEqual({ ...saved, stage: 'inWork', revision: 3 })
  })

  it('tickets wake in the order of their time, those of our portals only', async () => {
    const at = (id: string, number: number, wakeAt: number) =>
      ticket({ id, number, wakeAt, itemIds: { customer: number, partner: null } })
    await db.tickets.add(at('later', 1, noon + 1))
    await db.tickets.add(at('due', 2, noon))
    await db.tickets.add(at('overdue', 3, noon - minute))
    const idsOf = async (limit: number, ours: 'all' | string[]) =>
      (await db.tickets.listToWake(noon, limit, ours)).map((it) => it.id)
    expect(await idsOf(10, 'all')).toEqual(['overdue', 'due'])
    expect(await idsOf(1, ['romashka', 'martinsoft'])).toEqual(['overdue'])
    expect(await idsOf(10, ['romashka'])).toEqual([])
    await db.tickets.clearWake('overdue')
    expect(await idsOf(10, 'all')).toEqual(['due'])
  })

  it('facts are kept in the order in which they were learned, each once', async () => {
    const fact = (id: string): Fact => ({
      kind: 'delivered',
      id,
      at: noon,
      recordedAt: noon,
      messageId: 'm1',
    })
    await db.history.append('t1', [
      { seq: 1, fact: fact('b'), hash: 'h1' },
      { seq: 2, fact: fact('a'), hash: 'h2' },
    ])
    expect(await db.history.facts('t1')).toEqual([fact('b'), fact('a')])
    expect(await db.history.lastLink('t1')).toEqual({ seq: 2, hash: 'h2' })
    await expect(
      db.history.append('t1', [{ seq: 3, fact: fact('a'), hash: 'h3' }]),
    ).rejects.toThrow(/unique/i)
    await db.history.announce('t1', ['warning', 'breach'], noon)
    await db.history.announce('t1', ['breach'], noon + 1)
    expect(await db.history.announced('t1')).toEqual(new Set(['warning', 'breach']))
  })

  it('a message knows its comment, its mirror and its edits', async () => {
    await db.tickets.add(ticket())
    await db.messages.add(message())
    await db.messages.rewrite(message({ text: 'Починили.', deletedAt: noon }))
    await db.messages.markDelivered('m1', hugeId + 1, noon)
    expect(await db.messages.listOf('t1')).toEqual([
      message({
        text: 'Починили.',
        deletedAt: noon,
        deliveredAt: noon,
        mirrorCommentId: hugeId + 1,
      }),
    ])
    expect(await db.messages.findItem('martinsoft', hugeId)).toBe(20)
    expect(await db.messages.findItem('romashka', hugeId)).toBeUndefined()
  })

  it('a transaction that fails leaves nothing behind', async () => {
    const failed = db.transaction(async (stores) => {
      await stores.portals.save(portal())
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await db.portals.find('romashka')).toBeUndefined()
  })

  it('changes of one ticket from two sides at once all take effect', async () => {
    await db.tickets.add(ticket({ title: '' }))
    const other = await database.replica()
    const write = (by: Database, word: string) =>
      by.transaction(async (stores) => {
        const fresh = await stores.tickets.find('t1')
        if (fresh) await stores.tickets.save({ ...fresh, title: `${fresh.title} ${word}` })
      })
    const words = ['one', 'two', 'three', 'four', 'five', 'six']
    await Promise.all(words.map((word, index) => write(index % 2 === 0 ? db : other, word)))
    const title = (await db.tickets.find('t1'))?.title ?? ''
    expect(title.trim().split(' ').toSorted()).toEqual(words.toSorted())
  })
})
