import type { z } from 'zod'
import type { Person } from '../../shared/api/contracts.ts'
import type {
  RescueDesk,
  rescueFilingSchema,
  rescueMessageSchema,
  RescueRow,
  RescueTicket,
} from '../../shared/api/rescue.ts'
import { levels } from '../../shared/sla/level.ts'
import { previewFiling } from '../../shared/sla/preview-filing.ts'
import { valuesOfForm } from '../../shared/ticket/form.ts'
import { mayMove } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { MailDraft } from '../db/mail-drafts-store.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import { type FileFromOutside, wordsOf } from './file-from-outside.ts'
import type { FilesOfMail } from './mail-files.ts'
import type { MessageFromOutside } from './message-from-outside.ts'
import { rescuePersons } from './rescue-door.ts'
import { factIdOf } from './translate-comments.ts'

type Deps = {
  db: Database
  clock: Clock
  file: FileFromOutside
  write: MessageFromOutside
  filesOfMail: FilesOfMail
  wakeInbox: () => void
}

type Filing = z.infer<typeof rescueFilingSchema>
type NewMessage = z.infer<typeof rescueMessageSchema>
/** A person as a contract knows him, behind the address that a session proves. */
type Author = { contractId: string; person: Person }

export type UseRescue = ReturnType<typeof createUseRescue>

const mostTickets = 200
const bytesOf = ({ name, base64 }: { name: string; base64: string }) => ({
  name,
  bytes: Buffer.from(base64, 'base64'),
})

/** What a person sees and does on the rescue page; everything is his own, in his own contracts. */
export function createUseRescue(deps: Deps) {
  const { db, clock, file, write, filesOfMail, wakeInbox } = deps
  return {
    /** @returns null when the address is nobody's who may file, any more */
    async desk(email: string): Promise<RescueDesk | null> {
      const authors = await rescuePersons(db, email)
      const [first] = authors
      if (!first) return null
      const { name, phone } = first.person
      const owned = await Promise.all(authors.map(ticketsOf))
      const tickets = owned.flat().toSorted((a, b) => b.registeredAt - a.registeredAt)
      return {
        person: { name, email, phone },
        contracts: await Promise.all(authors.map(({ contractId }) => offerOf(contractId))),
        drafts: (await Promise.all(authors.map(draftsOf))).flat().map(draftViewOf),
        tickets: tickets.map(rowOf),
      }
    },

    /** What is shown has been delivered (§4.2). */
    async ticket(email: string, ticketId: string): Promise<RescueTicket> {
      const { ticket, author } = await requireOwn(email, ticketId)
      const messages = await db.messages.listOf(ticket.id)
      await markRead(ticket, messages, author.person.name)
      const reaction = ticket.clocks.clocks.find(({ name }) => name === 'reaction')
      const { description } = ticket.values
      return {
        ...rowOf(ticket),
        description: typeof description === 'string' ? description : '',
        reactionDueAt: reaction?.stoppedAt === undefined ? (reaction?.dueAt ?? null) : null,
        decisionReason: ticket.decisionReason,
        mayJudge: ticket.stage === 'proposed' && mayMove('customer', 'proposed', 'closed'),
        messages: messages.filter(({ deletedAt }) => deletedAt === null).map(messageOf),
      }
    },

    async file(email: string, { id, contractId, form }: Filing): Promise<void> {
      const authors = await rescuePersons(db, email)
      const { person } = requireOne(authors, contractId)
      const draft = (await Promise.all(authors.map(draftsOf))).flat().find((one) => one.id === id)
      const inMail = draft ? await filesOfMail(draft.mailId) : []
      await file(
        { contractId, personId: person.id, channel: 'rescue' },
        {
          ...{ id, title: form.title, values: wordsOf(valuesOfForm(form)) },
          files: [...inMail, ...form.files.map(bytesOf)],
        },
      )
      if (draft) await db.transaction((stores) => stores.mailDrafts.fileAs(draft, id))
    },

    async write(email: string, ticketId: string, message: NewMessage): Promise<void> {
      const { author } = await requireOwn(email, ticketId)
      const { id, text, files, verdict } = message
      const stage = verdict && (verdict === 'confirm' ? 'closed' : 'inWork')
      await write(
        { contractId: author.contractId, personId: author.person.id, channel: 'rescue' },
        { id, ticketId, text, stage, files: files.map(bytesOf) },
      )
    },
  }

  function draftsOf({ contractId, person }: Author): Promise<MailDraft[]> {
    return db.mailDrafts.listOf({ contractId, personId: person.id })
  }

  async function ticketsOf(author: Author): Promise<Ticket[]> {
    const filed = new Set(await db.outside.filedBy(author.contractId, author.person.id))
    const tickets = await db.tickets.listOfContract(author.contractId, mostTickets)
    return tickets.filter((ticket) => filed.has(ticket.id) || isMadeBy(ticket, author.person))
  }

  async function requireOwn(email: string, ticketId: string) {
    const authors = await rescuePersons(db, email)
    const ticket = await db.tickets.find(ticketId)
    const author = authors.find(({ contractId }) => contractId === ticket?.contractId)
    const post = ticket && (await db.outside.find(ticket.id))
    const isOwn =
      ticket && author && (post?.personId === author.person.id || isMadeBy(ticket, author.person))
    if (!isOwn) throw new AppError('notFound', 'There is no such ticket')
    return { ticket, author }
  }

  async function offerOf(contractId: string): Promise<RescueDesk['contracts'][number]> {
    const now = clock.now()
    const contract = await db.contracts.find(contractId)
    const terms = await db.contracts.termsAt(contractId, now)
    const previews = levels.map((level) => ({ level, ...previewFiling(terms, level, now) }))
    const [any] = previews
    return {
      id: contractId,
      customerName: contract?.customerName ?? '',
      refusalLevel: terms.policy.refusalLevel,
      offers: previews.map(({ level, reactionDueAt }) => ({ level, reactionDueAt })),
      outOfHoursUntil: any?.isOutOfHours === true ? any.opensAt : null,
    }
  }

  async function markRead(ticket: Ticket, messages: readonly MessageRecord[], reader: string) {
    const at = clock.now()
    const theirs = messages.filter(
      ({ side, deletedAt }) => side === 'partner' && deletedAt === null,
    )
    await db.transaction(async (stores) => {
      for (const message of theirs) {
        const read = { messageId: message.id, channel: 'rescue', reader, at } as const
        if (!(await stores.readers.add(read))) continue
        const signal = { kind: 'delivered', ticketId: ticket.id, at, channel: 'rescue' } as const
        const messageId = factIdOf(message)
        await stores.inbox.add(ticket.memberIds.partner, { ...signal, messageId }, at)
      }
    })
    wakeInbox()
  }
}

function requireOne(authors: readonly Author[], contractId: string): Author {
  const author = authors.find((one) => one.contractId === contractId)
  if (!author) throw new AppError('forbidden', 'This person may not file under that contract')
  return author
}

/** In his own portal, or for him by us when the portal came back. */
const isMadeBy = ({ sides }: Ticket, { portalUserId }: Person): boolean =>
  portalUserId !== null && sides.customer.seen?.createdBy === portalUserId

const rowOf = ({ id, number, title, level, stage, registeredAt }: Ticket): RescueRow => ({
  ...{ id, number, title, level, stage, registeredAt },
})

const draftViewOf = (draft: MailDraft): RescueDesk['drafts'][number] => ({
  ...{ id: draft.id, contractId: draft.contractId, title: draft.title, text: draft.text },
  ...{ fileNames: draft.fileNames, at: draft.createdAt },
})

const messageOf = (message: MessageRecord): RescueTicket['messages'][number] => ({
  id: message.id,
  by: message.side,
  author: message.author,
  text: message.text,
  asks: message.asks,
  at: message.at,
  fileNames: message.files.map(({ name }) => name),
})
