import { z } from 'zod'
import { sideSchema } from '../../shared/sla/history.ts'
import type { Language, Words } from '../../shared/words/language.ts'

/**
 * What the world must be told. `item`, `files`, `mirror`, `card`, `invoice` and `roots` are *sets*: the ticket's item on one
 * side, or a comment there, shall look as we say when it is delivered. The others are *tells*: their key makes
 * them happen once.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), side: sideSchema }),
  z.object({
    kind: z.literal('comment'),
    side: sideSchema,
    text: z.string(),
    /** The message that this comment mirrors; its files travel with it. */
    messageId: z.string().nullable(),
    /** The message whose files come along although this is not its mirror. */
    filesOf: z.string().exactOptional(),
  }),
  /** The mirror of a message shall read as the message does now, or be gone with it. A set. */
  z.object({
    kind: z.literal('mirror'),
    side: sideSchema,
    messageId: z.string(),
    withFiles: z.boolean(),
  }),
  /** The ticket's item shall have the files of the other side's item too. A set. */
  z.object({ kind: z.literal('files'), side: sideSchema }),
  /** The card in the timeline of the ticket's item shall show how the ticket stands. A set. */
  z.object({ kind: z.literal('card'), side: sideSchema }),
  z.object({
    kind: z.literal('notify'),
    side: sideSchema,
    userId: z.number().int(),
    text: z.string(),
  }),
  /** The automation of the portal may go on; without an owner it is about the ticket's own item. */
  z.object({
    kind: z.literal('trigger'),
    side: sideSchema,
    code: z.string(),
    at: z.number().int(),
    owner: z
      .object({ host: z.string(), entityTypeId: z.number().int(), itemId: z.number().int() })
      .nullable(),
  }),
  /** A statement's invoice shall stand in the partner's portal with its rows. A set. */
  z.object({
    kind: z.literal('invoice'),
    side: sideSchema,
    contractId: z.string(),
    month: z.string(),
  }),
  /** An automation that waits for a robot of ours is told what became of it. */
  z.object({
    kind: z.literal('robotResult'),
    side: sideSchema,
    eventToken: z.string(),
    values: z.record(z.string(), z.string()),
    log: z.string(),
  }),
  /** The portal shall hold the roots of a contract's month; those that it holds stay. A set. */
  z.object({
    kind: z.literal('roots'),
    side: sideSchema,
    contractId: z.string(),
    month: z.string(),
  }),
])
export type Effect = z.infer<typeof effectSchema>

type Worded<One> = One extends { text: string } ? Omit<One, 'text'> & { text: Words } : One

/** An effect as it is thought of, before it is known in which language its portal is written to. */
export type NewEffect = Worded<Effect>

export const isTold = (effect: NewEffect) => effect.kind === 'comment' || effect.kind === 'notify'

export const wordedIn = (language: Language, effect: NewEffect): Effect =>
  isTold(effect) ? { ...effect, text: effect.text[language] } : effect

const setKinds = new Set<Effect['kind']>(['item', 'mirror', 'files', 'card', 'invoice', 'roots'])
export const isSet = (effect: Effect) => setKinds.has(effect.kind)

/** What of a delivered tell is kept for good; its key, which makes it happen once, stands beside it. */
export function withoutWords(effect: Effect): Effect {
  const { side } = effect
  if (effect.kind === 'comment') return { kind: 'comment', side, text: '', messageId: null }
  if (effect.kind === 'notify') return { ...effect, text: '' }
  if (effect.kind === 'robotResult') return { ...effect, eventToken: '', values: {}, log: '' }
  return effect
}
