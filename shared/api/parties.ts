import { z } from 'zod'

/** A party as papers name it. Requisites are lines of text, as people write them; '' where none are known. */
export const partySchema = z.object({ name: z.string(), requisites: z.string() })
export type Party = z.infer<typeof partySchema>

export const partiesSchema = z.object({ partner: partySchema, customer: partySchema })
export type Parties = z.infer<typeof partiesSchema>

type Named = {
  customerName: string
  partnerHost: string
  life: { partnerName: string; partnerRequisites: string; customerRequisites: string }
}

/** The parties of a contract as papers name them; a partner without a legal name by its portal. Pure. */
export const partiesIn = ({ customerName, partnerHost, life }: Named): Parties => ({
  partner: { name: life.partnerName || partnerHost, requisites: life.partnerRequisites },
  customer: { name: customerName, requisites: life.customerRequisites },
})
