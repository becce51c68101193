import { z } from 'zod'

/** Of which tickets a person hears by mail; `digest`: of all, in one mail a day. */
export const mailWishSchema = z.enum(['all', 'levelOne', 'digest', 'none'])
export type MailWish = z.infer<typeof mailWishSchema>

/** POST /api/mail-choices: of the person who asks. */
export const mailChoiceSchema = z.object({ wish: mailWishSchema, locale: z.enum(['ru', 'en']) })
export type MailChoice = z.infer<typeof mailChoiceSchema>

/** As long as a person has not chosen. */
export const defaultMailChoice: MailChoice = { wish: 'all', locale: 'ru' }

export const personMailSchema = mailChoiceSchema.extend({
  personId: z.string(),
  /** His mail server has refused our mail for good; he gets none until he writes himself. */
  bounce: z.object({ at: z.number(), reason: z.string() }).nullable(),
})
export type PersonMail = z.infer<typeof personMailSchema>

/** How customers reach us when their portal is down; null: there is no such way. */
export const waysInSchema = z.object({
  /** To which they write. */
  address: z.string().nullable(),
  rescueUrl: z.string().nullable(),
})
export type WaysIn = z.infer<typeof waysInSchema>

/** GET /api/mail-choices for the customer, GET /api/mail-choices/:contractId for the partner. */
export const mailChoicesSchema = z.object({
  /** False when no mail server is set up: nobody gets mail, whatever he wishes. */
  isOn: z.boolean(),
  waysIn: waysInSchema,
  /** Who asks; null when he gets no mail. */
  ownId: z.string().nullable(),
  /** The authorised persons. */
  persons: z.array(personMailSchema),
})
export type MailChoices = z.infer<typeof mailChoicesSchema>
