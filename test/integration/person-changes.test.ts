import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract } from '../../shared/api/contracts.ts'
import {
  personChangesSchema,
  type PersonsView,
  personsViewSchema,
  type WantedPerson,
} from '../../shared/api/person-changes.ts'
import { filingRightSchema } from '../../shared/api/filing.ts'
import type { Portal } from '../portal/types.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const storekeeper = 8
const engineer = 5

const zaitsev: WantedPerson = {
  name: 'Пётр Зайцев',
  position: 'Кладовщик',
  email: 'zaitsev@romashka.example',
  phone: '+7 495 000-00-08',
  isAuthorised: true,
  isOrganisational: false,
  portalUserId: storekeeper,
}

/** §5: organisational contacts ask, the partner confirms, and everything asked is kept. */
describe('changes of the list of persons', () => {
  let world: World
  let contract: Contract
  let chief: Visitor
  let contact: Visitor

  beforeAll(async () => {
    world = await startWorld()
    ;({ contract, admin: chief } = await linkPortals(world))
    const users = contract.persons.filter((person) => person.isOrganisational)
    contact = await visit(world.appUrl, world.customer, users[0]?.portalUserId ?? adminId)
  }, 60_000)

  afterAll(() => world.stop())

  const told = (portal: Portal, userId: number) =>
    portal
      .notifications(userId)
      .map(({ message }) => message)
      .join('\n')
  const view = () => contact.get('/api/persons', personsViewSchema)
  const ask = (change: unknown) => contact.post('/api/persons/changes', personsViewSchema, change)
  const newest = ({ changes }: PersonsView) => changes[0]?.id ?? ''
  const decide = (changeId: string, decision: unknown) =>
    chief.post(`/api/contracts/${contract.id}/changes/${changeId}`, personChangesSchema, decision)
  const refusalOf = async (change: unknown) => {
    const { status, body } = await contact.raw('POST', '/api/persons/changes', change)
    return { status, ...(body as { message?: string; field?: string }) }
  }
  const mayFile = async () =>
    (await visit(world.appUrl, world.customer, storekeeper)).get('/api/filing', filingRightSchema)

  it('a person who is asked for may file once the partner has confirmed him', async () => {
    const asked = await ask({ kind: 'add', person: zaitsev })
    await world.settle()
    expect(told(world.partner, adminId)).toContain('просит изменить список')
    expect(told(world.partner, adminId)).toContain('добавить — Пётр Зайцев')
    expect(asked.changes).toMatchObject([{ kind: 'add', state: 'asked', before: null }])
    expect((await mayFile()).refusal).toBe('unlisted')
    await decide(newest(asked), { decision: 'confirm' })
    expect((await mayFile()).refusal).toBeNull()
    await world.settle()
    expect(told(world.customer, contact.session.user.id)).toContain('исполнитель подтвердил')
    const { changes } = await view()
    expect(changes[0]).toMatchObject({
      state: 'confirmed',
      after: { name: 'Пётр Зайцев' },
      decidedBy: 'Мария Соколова',
    })
  })

  it('a refusal says why, and leaves the list as it was', async () => {
    const before = (await view()).contract.persons
    const person = before.find(({ portalUserId }) => portalUserId === storekeeper)
    const wanted = { ...zaitsev, phone: '+7 495 000-00-99' }
    const asked = await ask({ kind: 'edit', personId: person?.id, person: wanted })
    const [refused] = (
      await decide(newest(asked), { decision: 'refuse', reason: 'Номер не отвечает.' })
    ).changes
    expect(refused).toMatchObject({ state: 'refused', reason: 'Номер не отвечает.' })
    await world.settle()
    expect(told(world.customer, contact.session.user.id)).toMatch(/отклонил. Номер не отвечает/)
    expect((await view()).contract.persons).toEqual(before)
  })

  it('of one person one change waits at a time, and the contact may take it back', async () => {
    const { contract: own } = await view()
    const person = own.persons.find(({ portalUserId }) => portalUserId === storekeeper)
    const removal = { kind: 'remove', personId: person?.id }
    const asked = await ask(removal)
    expect((await refusalOf(removal)).status).toBe(409)
    const { status } = await contact.raw('DELETE', `/api/persons/changes/${newest(asked)}`)
    expect(status).toBe(200)
    const late = await chief.raw('POST', `/api/contracts/${contract.id}/changes/${newest(asked)}`, {
      decision: 'confirm',
    })
    expect(late.status).toBe(409)
    expect((await view()).changes[0]).toMatchObject({ state: 'withdrawn' })
    await decide(newest(await ask(removal)), { decision: 'confirm' })
    expect((await mayFile()).refusal).toBe('unlisted')
  })

  it('the list stays possible: two contacts at most, a user once, somebody who may file', async () => {
    const { contract: own } = await view()
    const contacts = own.persons.filter((person) => person.isOrganisational)
    const third = { ...zaitsev, isOrganisational: true }
    if (contacts.length < 2)
      await decide(newest(await ask({ kind: 'add', person: third })), { decision: 'confirm' })
    expect(
      await refusalOf({ kind: 'add', person: { ...third, portalUserId: engineer } }),
    ).toMatchObject({ status: 400, field: 'person.isOrganisational' })
    expect(
      await refusalOf({ kind: 'add', person: { ...zaitsev, portalUserId: bookkeeper } }),
    ).toMatchObject({ status: 400, field: 'person.portalUserId' })
    expect(await refusalOf({ kind: 'add', person: { ...zaitsev, email: 'нет' } })).toMatchObject({
      status: 400,
      field: 'person.email',
    })
  })

  it('nobody else asks or decides, whatever ids are sent', async () => {
    const stranger = await visit(world.appUrl, world.partner, engineer)
    const asked = { kind: 'add', person: { ...zaitsev, portalUserId: null } }
    const employee = await visit(world.appUrl, world.customer, bookkeeper)
    expect((await employee.get('/api/persons', personsViewSchema)).mayAsk).toBe(false)
    expect((await employee.raw('POST', '/api/persons/changes', asked)).status).toBe(403)
    expect((await stranger.raw('POST', '/api/persons/changes', asked)).status).toBe(404)
    const change = newest(await ask(asked))
    const path = `/api/contracts/${contract.id}/changes/${change}`
    expect((await contact.raw('POST', path, { decision: 'confirm' })).status).toBe(403)
    expect((await stranger.raw('POST', path, { decision: 'confirm' })).status).toBe(403)
    expect((await employee.raw('DELETE', `/api/persons/changes/${change}`)).status).toBe(403)
    const wrong = `/api/contracts/${contract.id}x/changes/${change}`
    expect((await chief.raw('POST', wrong, { decision: 'confirm' })).status).toBe(404)
  })
})
