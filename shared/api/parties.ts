import { z } from 'zod'

/** A party as papers name it. Requisites are lines of text, as people write them; '' where none are known. */
export const partySchema = z.object({ name: z.string(), requisites: z.string() })
export type Party = z.infer<typeof partySchema>

export const partiesSchema = z.object({ partner: partySchema, customer: partySchema })
export type Parties = z.infer<typeof partiesSchema>
