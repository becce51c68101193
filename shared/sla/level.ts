import { z } from 'zod'

/** Criticality of a ticket, table 1 of the agreement: 1 is «Критический», 4 is «Низкий». */
export const levelSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Level = z.infer<typeof levelSchema>

export const levels = [1, 2, 3, 4] as const satisfies readonly Level[]
