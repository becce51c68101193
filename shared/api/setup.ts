import { z } from 'zod'

/** Steps of set-up in a portal, in order. */
export const setupStepKeySchema = z.enum([
  'smartProcess',
  'fields',
  'stages',
  'card',
  'placements',
  'automation',
  'events',
  'options',
])
export type SetupStepKey = z.infer<typeof setupStepKeySchema>
export const setupStepKeys = setupStepKeySchema.options

/** What a portal may lack without harm to the exchange. */
export const optionalPartSchema = z.enum([
  'robots',
  'triggers',
  'lead',
  'deal',
  'contact',
  'company',
  'process',
  'task',
  'deepLink',
  'timelineCard',
])
export type OptionalPart = z.infer<typeof optionalPartSchema>

/** A part that the portal does not offer; `words` are the portal's own, '' where it only lacks it. */
export const leftOutSchema = z.object({ part: optionalPartSchema, words: z.string() })
export type LeftOut = z.infer<typeof leftOutSchema>

export const setupStepSchema = z.object({
  key: setupStepKeySchema,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** What the portal said, when it failed. */
  problem: z.string().optional(),
  leftOut: z.array(leftOutSchema).optional(),
})
export type SetupStep = z.infer<typeof setupStepSchema>

/** GET /api/setup and POST /api/setup (starts or repeats it; administrators only). */
export const setupViewSchema = z.object({
  state: z.enum(['idle', 'running', 'done', 'failed']),
  steps: z.array(setupStepSchema),
})
export type SetupView = z.infer<typeof setupViewSchema>

/** What was left out of a set-up, each once. */
export const leftOutOf = ({ steps }: SetupView): LeftOut[] =>
  steps.flatMap(({ leftOut = [] }) => leftOut)
