import { z } from 'zod'
import { monthSchema } from '../../shared/billing/months.ts'

/** `/:contractId` of an address. */
export const contractSchema = z.object({ contractId: z.string().min(1).max(100) })

/** `/:contractId/…/:month` of an address. */
export const monthOfContractSchema = contractSchema.extend({ month: monthSchema })

/** `/:id` of a row that the database has numbered: nothing larger fits into its column. */
export const rowSchema = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) })
