import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { createKeyedLock } from '../../server/keyed-lock.ts'
import { createOwnWrites } from '../../server/usecases/own-writes.ts'
import { noon } from '../support/records.ts'
import { ticket } from '../support/readings.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

describe.each(databaseKinds)('what is known of an item, in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    await db.tickets.add(ticket())
  })

  afterEach(() => database.close())

  const writesOf = (by: Database) =>
    createOwnWrites({ db: by, clock: { now: () => noon }, lock: createKeyedLock() })

  it('is noted in the ticket as it was read when nobody has saved it since', async () => {
    const { noted } = await writesOf(db).note(ticket(), 'partner')
    expect(noted.sides.partner.echoes).toHaveLength(1)
    expect(await db.tickets.find('t1')).toEqual(noted)
  })

  it('and in a fresh one when somebody has', async () => {
    await db.tickets.save(ticket({ title: 'Касса печатает' }))
    const { noted } = await writesOf(db).note(ticket(), 'partner')
    expect(noted).toMatchObject({ title: 'Касса печатает', revision: 3 })
    expect(await db.tickets.find('t1')).toEqual(noted)
  })

  it('what two processes note at once is all kept', async () => {
    const other = await database.replica()
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        writesOf(index % 2 === 0 ? db : other).note(ticket(), 'partner'),
      ),
    )
    expect((await db.tickets.find('t1'))?.sides.partner.echoes).toHaveLength(10)
  })

  it('of a ticket that is there no more nothing is kept', async () => {
    const gone = ticket({ id: 'gone' })
    expect((await writesOf(db).note(gone, 'partner')).noted).toEqual(gone)
    expect(await db.tickets.find('gone')).toBeUndefined()
  })
})
