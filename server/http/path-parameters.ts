import { z } from 'zod'
import { monthSchema } from '../../shared/billing/months.ts'

/** `/:contractId` of an address. */
export const contractSchema = z.object({ contractId: z.string().min(1).max(100) })

/** `/:contractId/…/:month` of an address. */
export const monthOfContractSchema = contractSchema.extend({ month: monthSchema })
