import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewHeldNotice } from '../../server/db/held-notices-store.ts'
import { initialOnCall } from '../../shared/api/on-call.ts'
import { portal } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const night = Date.parse('2026-11-23T20:00:00Z')
const morning = Date.parse('2026-11-24T05:00:00Z')
const ivan = { memberId: 'partner', userId: 5 }

const notice = (key: string, heldAt = night): NewHeldNotice => ({
  ...{ ...ivan, key, heldAt },
  text: { ru: `Обращение ${key}`, en: `Ticket ${key}` },
  tellAt: morning,
})

describe.each(databaseKinds)('how people are reached, in $kind', ({ start }) => {
  let database: TestDatabase

  beforeEach(async () => {
    database = await start()
  })
  afterEach(() => database.close())

  it('of two who change the same settings one does, whichever replica is asked', async () => {
    const replicas = [database.db, await database.replica()]
    const { revision } = await database.db.onCall.find('partner')
    expect(await database.db.onCall.save('partner', initialOnCall, revision)).toBe(true)
    const quiet: [string, string] = ['21:00', '08:00']
    const saved = await Promise.all(
      replicas.map(({ onCall }) => onCall.save('partner', { ...initialOnCall, quiet }, 1)),
    )
    expect(saved.filter(Boolean)).toHaveLength(1)
    const settings = { ...initialOnCall, quiet }
    expect(await database.db.onCall.find('partner')).toEqual({ settings, revision: 2 })
    expect((await database.db.onCall.find('another')).settings).toEqual(initialOnCall)
  })

  it('what is held is told to its reader alone, as his portal speaks, in its order, once, and not before its time', async () => {
    const { db } = database
    const others = { ...notice('c'), userId: 1 }
    await db.portals.save(portal({ memberId: 'partner', language: 'en' }))
    await db.heldNotices.add([notice('b', night + 1), notice('a'), others, notice('a')])
    expect(await db.heldNotices.readersDue(morning - 1, 10, 'all')).toEqual([])
    expect(await db.heldNotices.readersDue(morning, 10, ['elsewhere'])).toEqual([])
    expect(await db.heldNotices.readersDue(morning, 10, ['partner'])).toHaveLength(2)
    const taken = await db.heldNotices.take(ivan, morning)
    expect(taken).toEqual([
      { ...notice('a'), text: 'Ticket a' },
      { ...notice('b', night + 1), text: 'Ticket b' },
    ])
    expect(await db.heldNotices.take(ivan, morning)).toEqual([])
    expect(await db.heldNotices.readersDue(morning, 10, 'all')).toEqual([
      { memberId: 'partner', userId: 1 },
    ])
  })

  it('a timeline’s card is found by its ticket and, within its portal, by its activity', async () => {
    const { timelineCards } = database.db
    const card = { ticketId: 't1', memberId: 'partner', itemId: 3, activityId: 11, shown: '{}' }
    await timelineCards.save(card)
    await timelineCards.save({ ...card, shown: '' })
    expect(await timelineCards.find('t1')).toEqual({ ...card, shown: '' })
    expect(await timelineCards.findByActivity('partner', 11)).toMatchObject({ ticketId: 't1' })
    expect(await timelineCards.findByActivity('another', 11)).toBeUndefined()
    await timelineCards.forget('t1')
    expect(await timelineCards.find('t1')).toBeUndefined()
  })
})
