import { fieldKeys } from '../../shared/ticket/fields.ts'
import type { FieldValues } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { NewOutsideFile } from '../db/outside-store.ts'
import type { TicketValues } from '../db/side-state.ts'
import { type OutsideAuthor, requireOutsideAuthor } from './outside-author.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

/**
 * `id` becomes the ticket's, and files once however often it is sent. `values` as the item shall
 * keep them (`wordsOf(valuesOfForm(form))`); what is missing of § 6 is asked for, an absent level is the default one.
 */
export type OutsideFiling = {
  id: string
  title: string
  values: TicketValues
  files: readonly NewOutsideFile[]
  /** When it was accepted, where that was before now. */
  at?: Instant
}

/**
 * Files without the customer's portal: it is durable when this returns, and a ticket within moments.
 *
 * @throws AppError `forbidden` for others than authorised persons of contracts in force
 */
export function createFileFromOutside({ db, clock, wake }: Deps) {
  return async function fileFromOutside(
    author: OutsideAuthor,
    { id, title, values, files, at: acceptedAt }: OutsideFiling,
  ): Promise<void> {
    const { contract, person } = await requireOutsideAuthor(db, author)
    // Whole seconds, as portals keep them: what follows at once must not seem to come before.
    const at = Math.floor((acceptedAt ?? clock.now()) / 1000) * 1000
    await db.transaction(async (stores) => {
      const post = {
        ...{ id, ticketId: id, contractId: contract.id, personId: person.id },
        ...{ author: person.name, channel: author.channel, at },
        content: { kind: 'filing' as const, title, values },
      }
      const isNews = await stores.outside.add(post, files)
      const signal = { kind: 'outside', ticketId: id, postId: id } as const
      if (isNews) await stores.inbox.add(contract.partnerMemberId, signal, at)
    })
    wake()
  }
}

/** Values of the form without its files, which go beside them. */
export function wordsOf(values: FieldValues): TicketValues {
  const words = fieldKeys.flatMap((key) => {
    const value = values[key]
    return typeof value === 'string' || typeof value === 'boolean' ? [[key, value] as const] : []
  })
  return Object.fromEntries(words)
}

export type FileFromOutside = ReturnType<typeof createFileFromOutside>
