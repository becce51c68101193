import type { Person } from '../../../shared/api/contracts.ts'
import type { Level } from '../../../shared/sla/level.ts'
import {
  type Category,
  type TicketFile,
  type TicketForm,
  ticketFormSchema,
} from '../../../shared/ticket/form.ts'
import { fieldOrder } from './form-steps.ts'

/** The form of §6 while it is being filled in. */
export type TicketDraft = {
  title: string
  level: Level | null
  category: Category | null
  description: string
  impact: string
  environment: string
  contactName: string
  contactPhone: string
  contactEmail: string
  links: string
  filesReason: string
  recentChanges: string
  consentPhone: boolean
  consentReply: boolean
  files: File[]
  /** xmlId under which it was sent and may have arrived, though no answer came; '': it was not. */
  sentAs: string
}

/** Starts with the person's own contacts as the agreement has them. */
export const emptyDraft = (person: Person | undefined): TicketDraft => ({
  title: '',
  level: null,
  category: null,
  description: '',
  impact: '',
  environment: '',
  contactName: person?.name ?? '',
  contactPhone: person?.phone ?? '',
  contactEmail: person?.email ?? '',
  links: '',
  filesReason: '',
  recentChanges: '',
  consentPhone: false,
  consentReply: false,
  files: [],
  sentAs: '',
})

/** What a draft may begin with besides: where the problem was seen, or the questions of the basket. */
export type StartOfDraft = { title: string; links?: string; description?: string }

/** An earlier draft that was restored learns of the new link and loses nothing. */
export function withLink(draft: TicketDraft, { links = '' }: StartOfDraft): string {
  if (draft.links.includes(links)) return draft.links
  return [draft.links, links].filter((text) => text !== '').join('\n')
}

/** Fields that are still wrong or empty, each once, in the order of the form. */
export function missingFields(draft: TicketDraft): (keyof TicketDraft)[] {
  const read = ticketFormSchema.safeParse({ ...draft, files: draft.files.map(placeholder) })
  const wrong = new Set(read.error?.issues.map((issue) => String(issue.path[0])))
  return fieldOrder.filter((field) => wrong.has(field))
}

/** The content of files is read only when the ticket is sent. */
const placeholder = (file: File): TicketFile => ({ name: file.name, base64: 'AA==' })

/** Level as it will be registered: 1 needs both consents of §4. */
export function registeredLevel(draft: TicketDraft, refusalLevel: Level): Level | null {
  const hasConsents = draft.consentPhone && draft.consentReply
  return draft.level === 1 && !hasConsents ? refusalLevel : draft.level
}

/**
 * The draft as it is sent.
 *
 * @throws ZodError while something is missing
 */
export const formOf = (draft: TicketDraft, files: TicketFile[]): TicketForm =>
  ticketFormSchema.parse({ ...draft, files })
