import { z } from 'zod'

const date = z.iso.date('date')
/** Tax numbers, address, bank: a line each, or as people write them. */
const requisites = z.string().trim().max(1000)
const reason = z.string().trim().min(1, 'required').max(1000)

/** POST /api/contracts/:id/details: what a contract says of itself. Dates count to their end. */
export const contractDetailsSchema = z
  .object({
    customerName: z.string().trim().min(1, 'required').max(200),
    /** null: since it was made, and without an end. */
    startsOn: date.nullable(),
    endsOn: date.nullable(),
    /** §1: last day of the box licence and its updates; null: not watched. */
    licenceUntil: date.nullable(),
    /** §3.2: where service is given. */
    place: z.string().trim().max(500),
    /** Legal name of the partner in papers; '': they name his portal. */
    partnerName: z.string().trim().max(200),
    partnerRequisites: requisites,
    customerRequisites: requisites,
  })
  .refine(({ startsOn, endsOn }) => !startsOn || !endsOn || startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'endsBeforeStart',
  })
export type ContractDetails = z.infer<typeof contractDetailsSchema>

/** POST /api/contracts/:id/end: from now on, by hand. */
export const contractEndSchema = z.object({ reason })

/** POST /api/contracts/:id/renewal: goes on until another day, or without an end. */
export const contractRenewalSchema = z.object({ endsOn: date.nullable(), reason })
export type ContractRenewal = z.infer<typeof contractRenewalSchema>

/** Whether tickets are covered; otherwise why not. */
export const standingSchema = z.enum(['valid', 'notStarted', 'ended', 'licenceEnded'])
export type Standing = z.infer<typeof standingSchema>

export const contractLifeSchema = z.object({
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  licenceUntil: date.nullable(),
  place: z.string(),
  partnerName: z.string(),
  partnerRequisites: z.string(),
  customerRequisites: z.string(),
  /** By hand; null: by its date, if at all. */
  ended: z.object({ at: z.number(), by: z.string(), reason: z.string() }).nullable(),
  standing: standingSchema,
})
export type ContractLifeView = z.infer<typeof contractLifeSchema>
