import type { Person } from '../../shared/api/contracts.ts'
import {
  type PersonChange,
  type PersonChangeInput,
  type PersonDecision,
  type PersonsView,
  type WantedPerson,
  wantedPersonSchema,
} from '../../shared/api/person-changes.ts'
import type { PlannedTerms } from '../../shared/api/terms.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor, NewAuditEntry } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { contractView } from './contract-view.ts'
import { managerNotices } from './manager-notices.ts'
import { askedNotice, decidedNotices } from './person-change-notices.ts'
import { contractInForce, contractOfPartner } from './own-contract.ts'

type Deps = {
  db: Database
  clock: Clock
  newId: () => string
  /** Something waits in the outbox. */
  wake: () => void
}

/** Who asks. */
type Actor = AuditActor

const mostOrganisational = 2
/** No ticket waits for it: notices go after those of critical ones. */
const personsLevel = 3

/**
 * The list of persons (§5): organisational contacts of the customer ask for changes, the partner
 * confirms or refuses them, and everything asked is kept with who, when, before and after.
 */
export function createChangePersons({ db, clock, newId, wake }: Deps) {
  return {
    async view(actor: Actor): Promise<PersonsView> {
      const contract = await contractInForce(db, actor)
      const view = await contractView(db, contract, clock.now())
      return {
        contract: view,
        changes: await db.personChanges.listOf(contract.id),
        planned: await plannedTerms(contract.id),
        mayAsk: isContact(view.persons, actor),
      }
    },

    /** @throws AppError `forbidden`, `notFound`, `conflict`, `badRequest` with the field at fault */
    async ask(actor: Actor, input: PersonChangeInput): Promise<PersonsView> {
      const contract = await contractInForce(db, actor)
      await db.transaction(async (stores) => {
        const persons = await stores.contracts.persons(contract.id)
        requireContact(persons, actor)
        const change = changeOf(input, persons)
        const earlier = await stores.personChanges.listOf(contract.id)
        if (earlier.some((one) => one.state === 'asked' && one.personId === change.personId))
          throw new AppError('conflict', 'A change of this person waits for a decision already')
        requirePossible(persons, change)
        const asked: PersonChange = {
          ...change,
          id: newId(),
          state: 'asked',
          askedAt: clock.now(),
          askedBy: actor.name,
          decidedAt: null,
          decidedBy: null,
          reason: '',
        }
        await stores.personChanges.add(contract.id, asked)
        await stores.audit.record(entryOf(contract, asked, actor))
        const notices = await managerNotices(stores, contract, askedNotice(contract, asked))
        await stores.outbox.add(notices, personsLevel, clock.now())
      })
      wake()
      return this.view(actor)
    },

    async withdraw(actor: Actor, changeId: string): Promise<PersonsView> {
      const contract = await contractInForce(db, actor)
      requireContact(await db.contracts.persons(contract.id), actor)
      const change = await db.personChanges.find(contract.id, changeId)
      if (!change) throw noSuchChange()
      await db.transaction(async (stores) => {
        await close(stores, change, { state: 'withdrawn', by: actor.name, reason: '' })
        const withdrawn: PersonChange = { ...change, state: 'withdrawn', decidedAt: clock.now() }
        await stores.audit.record(entryOf(contract, withdrawn, actor))
      })
      return this.view(actor)
    },

    async listOfContract(actor: Actor, contractId: string): Promise<PersonChange[]> {
      await contractOfPartner(db, actor, contractId)
      return db.personChanges.listOf(contractId)
    },

    /** The change takes effect with its confirmation. */
    async decide(
      actor: Actor,
      at: { contractId: string; changeId: string },
      decision: PersonDecision,
    ): Promise<PersonChange[]> {
      const contract = await contractOfPartner(db, actor, at.contractId)
      await db.transaction(async (stores) => {
        const change = await stores.personChanges.find(contract.id, at.changeId)
        if (!change) throw noSuchChange()
        const end =
          decision.decision === 'refuse'
            ? ({ state: 'refused', reason: decision.reason } as const)
            : ({ state: 'confirmed', reason: '' } as const)
        if (end.state === 'confirmed')
          requirePossible(await stores.contracts.persons(contract.id), change)
        await close(stores, change, { ...end, by: actor.name })
        if (end.state === 'confirmed') await carryOut(stores, contract.id, change)
        const decided: PersonChange = { ...change, ...end, decidedAt: clock.now() }
        await stores.audit.record(entryOf(contract, decided, actor))
        const persons = await stores.contracts.persons(contract.id)
        const rows = decidedNotices(contract, persons, decided)
        await stores.outbox.add(rows, personsLevel, clock.now())
      })
      wake()
      return db.personChanges.listOf(contract.id)
    },
  }

  async function plannedTerms(contractId: string): Promise<PlannedTerms[]> {
    const versions = await db.contracts.termsVersions(contractId)
    return versions
      .filter(({ withdrawn, validFrom }) => !withdrawn && validFrom > clock.now())
      .map(({ validFrom, policy, calendar, tariff }) => ({ validFrom, policy, calendar, tariff }))
      .toReversed()
  }

  function changeOf(
    input: PersonChangeInput,
    persons: readonly Person[],
  ): Pick<PersonChange, 'kind' | 'personId' | 'before' | 'after'> {
    if (input.kind === 'add')
      return { kind: 'add', personId: newId(), before: null, after: input.person }
    const person = persons.find(({ id }) => id === input.personId)
    if (!person) throw new AppError('notFound', 'There is no such person in the contract')
    const after = input.kind === 'edit' ? input.person : null
    return {
      kind: input.kind,
      personId: person.id,
      before: wantedPersonSchema.parse(person),
      after,
    }
  }

  async function close(
    stores: Stores,
    { id }: PersonChange,
    end: { state: 'confirmed' | 'refused' | 'withdrawn'; by: string; reason: string },
  ): Promise<void> {
    const { state, by, reason } = end
    const decision = { state, decidedAt: clock.now(), decidedBy: by, reason }
    if (!(await stores.personChanges.decide(id, decision)))
      throw new AppError('conflict', 'This change has been decided already')
  }
}

function entryOf(contract: ContractRecord, change: PersonChange, by: Actor): NewAuditEntry {
  const { before, after, reason } = change
  return {
    ...{ memberId: contract.partnerMemberId, contractId: contract.id, by },
    code: `person.${change.state}`,
    about: (after ?? before)?.name ?? '',
    before,
    after: reason === '' ? after : { ...after, reason },
    at: change.decidedAt ?? change.askedAt,
  }
}

async function carryOut(stores: Stores, contractId: string, change: PersonChange): Promise<void> {
  const { kind, personId: id, after } = change
  if (kind === 'remove') await stores.contracts.removePerson(contractId, id)
  else if (after && kind === 'add') await stores.contracts.addPerson(contractId, { ...after, id })
  else if (after) await stores.contracts.savePerson(contractId, { ...after, id })
}

const isContact = (persons: readonly Person[], { userId }: Actor): boolean =>
  persons.some((person) => person.isOrganisational && person.portalUserId === userId)

function requireContact(persons: readonly Person[], actor: Actor): void {
  if (!isContact(persons, actor))
    throw new AppError('forbidden', 'Only organisational contacts change the list of persons (§5)')
}

/** What the list may not become: more than two contacts, nobody who may file, one user twice. */
function requirePossible(
  persons: readonly Person[],
  { personId, after }: Pick<PersonChange, 'personId' | 'after'>,
): void {
  const others = persons.filter(({ id }) => id !== personId)
  const all: readonly WantedPerson[] = after ? [...others, after] : others
  if (all.filter((person) => person.isOrganisational).length > mostOrganisational)
    throw impossible('person.isOrganisational', 'twoOrganisationalAtMost')
  if (!all.some((person) => person.isAuthorised))
    throw impossible('person.isAuthorised', 'oneAuthorisedAtLeast')
  if (!all.some((person) => person.isOrganisational))
    throw impossible('person.isOrganisational', 'oneOrganisationalAtLeast')
  const userId = after?.portalUserId ?? null
  if (userId !== null && others.some((person) => person.portalUserId === userId))
    throw impossible('person.portalUserId', 'userBoundAlready')
}

const impossible = (field: string, message: string) =>
  new AppError('badRequest', message, { field })

const noSuchChange = () => new AppError('notFound', 'There is no such change')
