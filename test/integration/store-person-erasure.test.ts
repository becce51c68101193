import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { Whom } from '../../server/db/person-erasure-store.ts'
import { findPeople, findWhom } from '../../server/usecases/find-people.ts'
import { erasedName } from '../../shared/audit/erased-name.ts'
import { contract, noon, person, portal, terms } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const email = 'lebedeva@romashka.example'
const hash = (letter: string) => letter.repeat(64)

describe.each(databaseKinds)('what is kept of one person, in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    for (const memberId of ['romashka', 'lyutik'])
      await db.portals.save(portal({ memberId, host: `${memberId}.example` }))
    await db.portals.save(portal({ memberId: 'martinsoft', role: 'partner', host: 'm.example' }))
    const oleg = person({ id: 'oleg', name: 'Олег', email: 'gromov@romashka.example' })
    await link('c1', 'romashka', [person({ portalUserId: 7 }), oleg])
    // Somebody of the same name and number, elsewhere.
    await link('c2', 'lyutik', [
      person({ id: 'anna2', email: 'anna@lyutik.example', portalUserId: 7 }),
    ])
    for (const memberId of ['romashka', 'lyutik'])
      await db.portals.rememberUsers(memberId, new Map([[7, 'Анна Лебедева']]), noon)
  })
  afterEach(() => database.close())

  async function link(id: string, memberId: string, persons: ReturnType<typeof person>[]) {
    const record = contract({ id, customerMemberId: memberId, state: 'active' })
    await db.contracts.add(record, terms(), persons)
  }

  const anna = async (): Promise<Whom> => {
    const whom = await findWhom(db, 'romashka', { kind: 'user', id: '7' })
    if (!whom) throw new Error('She is not known')
    return whom
  }
  const erase = (whom: Whom) =>
    db.transaction(({ personErasure }) => personErasure.erase(whom, noon))

  /** A draft, a choice, a question, mails, a link and a visit of hers, and the like elsewhere. */
  async function traces(contractId: string, personId: string, address: string): Promise<void> {
    await db.personMail.choose({ contractId, personId }, { wish: 'none', locale: 'ru' })
    await db.mailDrafts.add({
      ...{ id: `draft ${contractId}`, mailId: 1, contractId, personId, title: 'Т', text: 'Т' },
      ...{ fileNames: [], createdAt: noon, answeredAt: null },
    })
    const question = { id: `q ${contractId}`, authorId: 7, author: 'Анна Лебедева', text: 'Когда?' }
    await db.basket.add(contractId, 1, { ...question, askedAt: noon })
    const pass = { email: address, expiresAt: noon }
    await db.rescue.addLink({ ...pass, tokenHash: hash(`l${contractId}`).slice(0, 64) })
    await db.rescue.addSession({ ...pass, tokenHash: hash(`s${contractId}`).slice(0, 64) })
    const words = { to: address, subject: 'Вход', text: 'Ссылка', headers: {} }
    const whose = { memberId: 'martinsoft', about: null, reader: null, key: `mail ${contractId}` }
    await db.mails.add([{ ...words, ...whose }], noon)
  }

  it('goes, and what is kept of others stays', async () => {
    await traces('c1', 'anna', email)
    await traces('c2', 'anna2', 'anna@lyutik.example')
    const erased = await erase(await anna())
    expect(erased).toMatchObject({
      ...{ persons: 1, mailChoices: 1, drafts: 1, questions: 1, rescue: 2, mails: 1, names: 1 },
    })
    expect((await db.contracts.persons('c1')).map(({ id }) => id)).toEqual(['oleg'])
    expect(await db.basket.listWaiting('c1')).toEqual([])
    expect(await db.rescue.findSession(hash('sc1').slice(0, 64), noon - 1)).toBeUndefined()

    expect(await db.contracts.persons('c2')).toHaveLength(1)
    expect(await db.basket.listWaiting('c2')).toHaveLength(1)
    expect(await db.mailDrafts.listOf({ contractId: 'c2', personId: 'anna2' })).toHaveLength(1)
    expect(await db.rescue.findSession(hash('sc2').slice(0, 64), noon - 1)).toBeDefined()
    expect(await db.mails.listDue(noon, 10, 'all')).toHaveLength(1)
    expect((await db.portals.namesOf('lyutik', [7])).get(7)).toBe('Анна Лебедева')
    expect((await db.portals.namesOf('romashka', [7])).size).toBe(0)
    expect(await db.people.erasedAt('romashka', [7, 8])).toEqual(new Map([[7, noon]]))
    expect(await findWhom(db, 'romashka', { kind: 'person', id: 'anna' })).toBeUndefined()
  })

  it('an address that another list names keeps its links', async () => {
    await db.contracts.addPerson('c2', person({ id: 'anna3', name: 'Ещё Анна', email }))
    await db.rescue.addLink({ tokenHash: hash('x'), email, expiresAt: noon })
    expect(await erase(await anna())).toMatchObject({ persons: 1, rescue: 0 })
    expect(await db.rescue.useLink(hash('x'), noon - 1)).toBe(email)
  })

  it('in the log the neutral name stands for hers, and for nobody else’s', async () => {
    const by = { memberId: 'romashka', userId: 7, name: 'Анна Белова' }
    const other = { memberId: 'martinsoft', userId: 7, name: 'Анна Белова' }
    const rest = { memberId: 'martinsoft', code: 'person.asked' as const, before: null, at: noon }
    const { id, ...wanted } = person({ portalUserId: 7 })
    const entry = { ...rest, about: wanted.name, after: wanted }
    await db.audit.record({ ...entry, contractId: 'c1', by })
    await db.audit.record({ ...entry, contractId: 'c2', by: other })
    const persons = [wanted.name, 'Олег']
    const created = { ...rest, code: 'contract.created' as const, about: 'ООО «Ромашка»' }
    await db.audit.record({ ...created, contractId: 'c1', by: other, after: { persons } })
    expect(await erase(await anna())).toMatchObject({ log: 2 })
    const query = { limit: 10 }
    const [third, second, first] = await db.audit.list('martinsoft', query)
    expect(first).toMatchObject({ about: erasedName, after: null, by: { name: erasedName } })
    expect(second).toMatchObject({ about: wanted.name, after: wanted, by: { name: other.name } })
    expect(third).toMatchObject({ after: { persons: [erasedName, 'Олег'] } })
    expect(id).toBe('anna')
  })

  it('authors of mails that became nothing are known to the partner, and their mails go', async () => {
    const envelope = { returnPath: null, recipients: ['support@m.example'], remote: null }
    const summary = { fromName: 'Пётр', subject: 'Т', text: 'Т', files: [], form: null }
    for (const [index, from] of ['Petr@else.example', 'petr@else.example', email].entries()) {
      await db.mailIntake.take({ ...envelope, raw: Buffer.from(String(index)), receivedAt: noon })
      await db.rawMails.settle(index + 1, {
        ...{ state: 'quarantined', reason: 'unknownSender', fromAddress: from },
        summary: { ...summary, asksForLevelOne: false, bounce: null },
        partnerMemberId: 'martinsoft',
      })
    }
    const known = await findPeople(db, 'martinsoft')
    expect(known).toMatchObject([{ kind: 'mail', id: '2', emails: ['petr@else.example'] }])
    const whom = await findWhom(db, 'martinsoft', { kind: 'mail', id: '2' })
    expect(whom && (await erase(whom))).toMatchObject({ mails: 2 })
    // Hers are hers: her own administrator has them erased.
    expect(await db.rawMails.find(3)).toBeDefined()
    expect(await erase(await anna())).toMatchObject({ mails: 1 })
  })

  it('changes of the list go with her, and those of others lose her name', async () => {
    const { id, ...wanted } = person({ name: 'Вера', email: 'vera@romashka.example' })
    const asked = { kind: 'add' as const, before: null, state: 'asked' as const, askedAt: noon }
    const open = { decidedAt: null, decidedBy: null, reason: '', askedBy: 'Анна Лебедева' }
    await db.personChanges.add('c1', {
      ...asked,
      ...open,
      id: '1',
      personId: 'vera',
      after: wanted,
    })
    const own = { ...wanted, name: 'Анна Белова' }
    await db.personChanges.add('c1', { ...asked, ...open, id: '2', personId: id, after: own })
    expect((await anna()).names).toEqual(['Анна Лебедева', 'Анна Белова'])
    expect(await erase(await anna())).toMatchObject({ changes: 2 })
    expect(await db.personChanges.listOf('c1')).toMatchObject([
      { personId: 'vera', askedBy: erasedName, after: { name: 'Вера' } },
    ])
  })
})
