import type { Person } from '../../shared/api/contracts.ts'
import {
  defaultMailChoice,
  type MailChoice,
  type MailChoices,
  type WaysIn,
} from '../../shared/api/mail-choices.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { contractInForce } from './own-contract.ts'

type Deps = { db: Database; isOn: boolean; waysIn: WaysIn }
type Actor = { memberId: string; userId: number }

/** Which mails each authorised person gets: he chooses, his colleagues and the partner see it. */
export function createKeepMailChoices({ db, isOn, waysIn }: Deps) {
  return {
    /** Of the customer's own contract. */
    async own(actor: Actor): Promise<MailChoices> {
      return view(await contractInForce(db, actor), actor)
    },

    /** @throws AppError `forbidden` for somebody who gets no mail */
    async choose(actor: Actor, choice: MailChoice): Promise<MailChoices> {
      const contract = await contractInForce(db, actor)
      const own = ownOf(await authorised(contract.id), actor)
      if (!own) throw new AppError('forbidden', 'Only authorised persons get mail')
      await db.personMail.choose({ contractId: contract.id, personId: own.id }, choice)
      return view(contract, actor)
    },

    async ofContract({ memberId }: Pick<Actor, 'memberId'>, id: string): Promise<MailChoices> {
      const contract = await db.contracts.find(id)
      if (contract?.partnerMemberId !== memberId)
        throw new AppError('notFound', 'There is no such contract')
      return view(contract, null)
    },
  }

  async function authorised(contractId: string): Promise<Person[]> {
    return (await db.contracts.persons(contractId)).filter((person) => person.isAuthorised)
  }

  async function view(contract: ContractRecord, actor: Actor | null): Promise<MailChoices> {
    const persons = await authorised(contract.id)
    const known = await db.personMail.listOf(contract.id)
    return {
      ...{ isOn, waysIn },
      ownId: (actor && ownOf(persons, actor)?.id) ?? null,
      persons: persons.map(
        ({ id: personId }) =>
          known.find((one) => one.personId === personId) ?? {
            ...defaultMailChoice,
            ...{ personId, bounce: null },
          },
      ),
    }
  }
}

export type KeepMailChoices = ReturnType<typeof createKeepMailChoices>

const ownOf = (persons: readonly Person[], { userId }: Actor) =>
  persons.find(({ portalUserId }) => portalUserId === userId)
