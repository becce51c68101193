import { z } from 'zod'

/** Steps of set-up in a portal, in order. */
export const setupStepKeySchema = z.enum([
  'smartProcess',
  'fields',
  'stages',
  'card',
  'placements',
  'events',
  'options',
])
export type SetupStepKey = z.infer<typeof setupStepKeySchema>
export const setupStepKeys = setupStepKeySchema.options

export const setupStepSchema = z.object({
  key: setupStepKeySchema,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** What the portal said, when it failed. */
  problem: z.string().optional(),
})
export type SetupStep = z.infer<typeof setupStepSchema>

/** GET /api/setup and POST /api/setup (starts or repeats it; administrators only). */
export const setupViewSchema = z.object({
  state: z.enum(['idle', 'running', 'done', 'failed']),
  steps: z.array(setupStepSchema),
})
export type SetupView = z.infer<typeof setupViewSchema>
