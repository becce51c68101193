import { z } from 'zod'
import { tariffSchema } from '../billing/tariff.ts'
import { contractLifeSchema } from './contract-life.ts'
import { businessCalendarSchema } from '../calendar/schema.ts'
import { policySchema } from '../sla/policy.ts'
import { withoutTags } from '../ticket/without-tags.ts'

const text = z.string().trim().min(1, 'required').max(200)

/** §5: a person of the customer. At most two organisational contacts per contract. */
export const personInputSchema = z.object({
  /** It stands in cards and notifications of either portal. */
  name: text.transform(withoutTags),
  position: z.string().trim().max(200),
  email: z.string().trim().min(1, 'required').pipe(z.email('email')),
  phone: text.max(50),
  isAuthorised: z.boolean(),
  isOrganisational: z.boolean(),
})
export type PersonInput = z.infer<typeof personInputSchema>

export const personSchema = personInputSchema.extend({
  id: z.string(),
  /** User of the customer's portal; unbound means not authorised there. */
  portalUserId: z.number().int().nullable(),
})
export type Person = z.infer<typeof personSchema>

/** POST /api/contracts: policy, calendar and tariff start as the defaults. */
export const newContractSchema = z.object({
  customerName: text,
  persons: z
    .array(personInputSchema)
    .min(1, 'required')
    .max(50)
    .refine((persons) => persons.filter((person) => person.isOrganisational).length <= 2, {
      message: 'twoOrganisationalAtMost',
    }),
})
export type NewContract = z.infer<typeof newContractSchema>

/**
 * `draft` without a customer's portal; `accepted` by the customer's administrator, waiting for the
 * partner to confirm the portal's host; `active`; `ended`.
 */
export const contractStateSchema = z.enum(['draft', 'accepted', 'active', 'ended'])
export type ContractState = z.infer<typeof contractStateSchema>

export const contractSchema = z.object({
  id: z.string(),
  customerName: z.string(),
  /** Name of the partner as its portal gives it; null where it gives none. */
  partnerHost: z.string(),
  /** Host of the customer's portal as the OAuth server confirmed it. */
  customerHost: z.string().nullable(),
  state: contractStateSchema,
  createdAt: z.number(),
  publicMark: z.string(),
  persons: z.array(personSchema),
  policy: policySchema,
  calendar: businessCalendarSchema,
  tariff: tariffSchema,
  life: contractLifeSchema,
  /** An invitation that can still be used. */
  invitation: z.object({ expiresAt: z.number() }).nullable(),
})
export type Contract = z.infer<typeof contractSchema>

/** GET /api/contracts */
export const contractListSchema = z.object({ contracts: z.array(contractSchema) })

/** POST /api/contracts/:id/invitation. The code is shown once and kept only as a hash. */
export const invitationSchema = z.object({ code: z.string(), expiresAt: z.number() })
export type Invitation = z.infer<typeof invitationSchema>

/** `usable` still opens the contract; the others never will again. */
export const invitationStateSchema = z.enum(['usable', 'used', 'revoked', 'expired'])
export type InvitationState = z.infer<typeof invitationStateSchema>

/** GET /api/contracts/:id/invitations: every code that was made, newest first. */
export const invitationListSchema = z.object({
  invitations: z.array(
    z.object({
      id: z.string(),
      expiresAt: z.number(),
      state: invitationStateSchema,
      /** When it was used or revoked; null: neither. */
      endedAt: z.number().nullable(),
    }),
  ),
})
export type InvitationList = z.infer<typeof invitationListSchema>

/** POST /api/link/preview: what the customer's administrator sees before accepting. */
export const invitationCodeSchema = z.object({
  code: z.string().trim().min(1, 'required').max(100),
})
export const linkPreviewSchema = z.object({ contract: contractSchema })

/** POST /api/link/accept: which portal user each person is; a person left out stays unbound. */
export const acceptLinkSchema = invitationCodeSchema.extend({
  bindings: z.array(z.object({ personId: z.string(), portalUserId: z.number().int().positive() })),
})
export type AcceptLink = z.infer<typeof acceptLinkSchema>
