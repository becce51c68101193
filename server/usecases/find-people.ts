import type { WantedPerson } from '../../shared/api/person-changes.ts'
import type { Subject } from '../../shared/api/person-erasure.ts'
import { erasedName } from '../../shared/audit/erased-name.ts'
import type { OnCallSettings } from '../../shared/api/on-call.ts'
import type { DutyPerson } from '../../shared/on-call/rota.ts'
import type { Stores } from '../db/database.ts'
import type { Whom } from '../db/person-erasure-store.ts'

type Party = Pick<Whom, 'memberId' | 'side' | 'contractIds' | 'partnerIds'>

/** Somebody of whom a party knows something, with a number by which it is asked for him. */
export type Known = Subject & {
  userId: number | null
  personIds: string[]
  emails: string[]
  /** The present one first. */
  names: string[]
}

type Found = Pick<Stores, 'portals' | 'contracts' | 'personChanges' | 'people' | 'onCall'>

/** Everybody of whom the party with this portal knows something, each once. */
export async function findPeople(stores: Found, memberId: string): Promise<Known[]> {
  return peopleOf(stores, await partyOf(stores, memberId))
}

/** One of them, by any number that is his. */
export async function findWhom(
  stores: Found,
  memberId: string,
  subject: Subject,
): Promise<Whom | undefined> {
  const party = await partyOf(stores, memberId)
  const known = (await peopleOf(stores, party)).find((one) => isMeant(one, subject))
  if (!known) return undefined
  const { userId, personIds, emails } = known
  const earlier = userId === null ? [] : await stores.people.namesInLog(memberId, userId)
  const names = new Set([...known.names, ...earlier])
  // He was erased once, and so were others.
  names.delete(erasedName)
  return { ...party, userId, personIds, emails, names: [...names] }
}

function isMeant(known: Known, { kind, id }: Subject): boolean {
  if (kind === 'user') return String(known.userId) === id
  return kind === 'person' ? known.personIds.includes(id) : known.kind === kind && known.id === id
}

async function partyOf({ portals, contracts }: Found, memberId: string): Promise<Party> {
  const side = (await portals.find(memberId))?.role === 'partner' ? 'partner' : 'customer'
  const own =
    side === 'partner'
      ? await contracts.listOfPartner(memberId)
      : await contracts.listOfCustomer(memberId)
  const partnerIds = side === 'partner' ? [memberId] : own.map((one) => one.partnerMemberId)
  return {
    ...{ memberId, side, partnerIds: [...new Set(partnerIds)] },
    contractIds: own.map(({ id }) => id),
  }
}

const peopleOf = (stores: Found, party: Party): Promise<Known[]> =>
  party.side === 'partner' ? peopleOfPartner(stores, party) : peopleOfCustomer(stores, party)

/** Who is or was on a list of persons, and whoever else of the portal has come to our notice. */
async function peopleOfCustomer(
  { contracts, personChanges, people }: Found,
  { memberId, contractIds }: Party,
): Promise<Known[]> {
  const known: Known[] = []
  for (const id of contractIds)
    for (const person of await contracts.persons(id)) addPerson(known, person.id, person)
  for (const id of contractIds)
    for (const { personId, before, after } of await personChanges.listOf(id))
      for (const person of [after, before]) if (person) addPerson(known, personId, person)
  for (const { userId, name } of await people.users(memberId)) addUser(known, userId, name)
  return known
}

/** Who works there, and authors of mails who are on no customer's list. */
async function peopleOfPartner(
  { contracts, people, onCall }: Found,
  { memberId, contractIds }: Party,
): Promise<Known[]> {
  const known: Known[] = []
  for (const { userId, name } of await people.users(memberId)) addUser(known, userId, name)
  for (const { id, name } of namedIn((await onCall.find(memberId)).settings))
    addUser(known, id, name)
  const customers = new Set<string>()
  for (const id of contractIds)
    for (const { email } of await contracts.persons(id)) customers.add(email.toLowerCase())
  for (const { mailId, email } of await people.mailAuthors(memberId))
    if (!customers.has(email))
      known.push({ ...nobody, kind: 'mail', id: String(mailId), emails: [email] })
  return known
}

const nobody = { userId: null, personIds: [], emails: [], names: [] }

/** The same person by his number in a list, by his user, or by name and address together. */
function addPerson(known: Known[], id: string, person: WantedPerson): void {
  const { name, portalUserId } = person
  const email = person.email.toLowerCase()
  const same =
    known.find(({ personIds }) => personIds.includes(id)) ??
    known.find(({ userId }) => userId !== null && userId === portalUserId) ??
    known.find(({ emails, names }) => emails.includes(email) && names.includes(name))
  if (!same) {
    const userId = portalUserId
    known.push({ kind: 'person', id, userId, personIds: [id], emails: [email], names: [name] })
    return
  }
  // Of what a change said earlier, a user who stands for somebody else by now is not his.
  if (same.userId === null && !known.some(({ userId }) => userId === portalUserId))
    same.userId = portalUserId
  if (!same.personIds.includes(id)) same.personIds.push(id)
  if (!same.emails.includes(email)) same.emails.push(email)
  if (!same.names.includes(name)) same.names.push(name)
}

function addUser(known: Known[], userId: number, name: string): void {
  const same = known.find((one) => one.userId === userId)
  if (!same) known.push({ ...nobody, kind: 'user', id: String(userId), userId, names: [name] })
  else if (!same.names.includes(name)) same.names.push(name)
}

/** Everybody whom the rota or the duty manager's place names, also of days that are over. */
const namedIn = ({ shifts, exceptions, manager }: OnCallSettings): DutyPerson[] => [
  ...shifts.flatMap(({ persons }) => persons),
  ...exceptions.map(({ person }) => person),
  ...(manager ? [manager] : []),
]
