import { z } from 'zod'

/**
 * Whom an administrator may have erased: a user of his portal, a person of his contracts, also a
 * former one, or whoever wrote a mail (its number) that became nothing.
 */
export const subjectSchema = z.object({
  kind: z.enum(['user', 'person', 'mail']),
  id: z.string().min(1).max(100),
})
export type Subject = z.infer<typeof subjectSchema>

/** GET /api/party-data/people (administrators): of whom something is kept. */
export const knownPeopleSchema = z.object({
  people: z.array(subjectSchema.extend({ name: z.string(), email: z.string().nullable() })),
})
export type KnownPeople = z.infer<typeof knownPeopleSchema>

/** Kinds of records that go. */
export const traceKinds = [
  'persons',
  'changes',
  'mailChoices',
  'mails',
  'drafts',
  'questions',
  'rescue',
  'roles',
  'names',
  'notices',
  'duties',
  'templates',
  'log',
] as const

/** How many records of each kind. */
export const tracesSchema = z.record(z.enum(traceKinds), z.number().int())
export type Traces = z.infer<typeof tracesSchema>

export const sumOf = (traces: Traces): number =>
  traceKinds.reduce((sum, kind) => sum + traces[kind], 0)

/** What has to be done first. */
export const erasureBlockSchema = z.enum(['lastOfList', 'onDuty'])
export type ErasureBlock = z.infer<typeof erasureBlockSchema>

/** GET /api/party-data/people/:kind/:id: what would go. */
export const erasurePreviewSchema = z.object({
  name: z.string(),
  blocked: erasureBlockSchema.nullable(),
  traces: tracesSchema,
})
export type ErasurePreview = z.infer<typeof erasurePreviewSchema>

/** POST /api/party-data/people/:kind/:id/erasure: what has gone; nothing when nothing was left. */
export const erasedSchema = z.object({ traces: tracesSchema })
export type Erased = z.infer<typeof erasedSchema>
