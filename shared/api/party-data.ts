import { z } from 'zod'

/** POST /api/party-data/:contractId/erasure: the customer's name, typed by whoever means it. */
export const erasureSchema = z.object({ customerName: z.string().trim().min(1).max(200) })
