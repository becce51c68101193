import { type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { callFaults, eventFaults, stateFaults } from './faults.ts'
import { readParams } from './http.ts'
import { type PortalState } from './state.ts'

const ruleSchema = z.object({
  fault: z.enum([...callFaults, ...eventFaults, ...stateFaults]),
  target: z.string().optional(),
  times: z.coerce.number().int().min(0).optional(),
  ms: z.coerce.number().optional(),
  forMs: z.coerce.number().optional(),
  to: z.url().optional(),
})

/** Known keys only; what was not given stays away. */
const clean = (rule: z.infer<typeof ruleSchema>) =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as Parameters<
    PortalState['faults']['add']
  >[0]

/** GET lists, POST adds one rule, `{"clear":true}` or DELETE takes all away. */
export async function faultSwitch(portal: PortalState, request: IncomingMessage) {
  if (request.method === 'DELETE') portal.faults.clear()
  if (request.method === 'POST') {
    const params = await readParams(request)
    if (params['clear'] !== undefined) portal.faults.clear()
    else {
      const rule = ruleSchema.safeParse(params)
      if (!rule.success) {
        const body = { error: 'INVALID_REQUEST', error_description: z.prettifyError(rule.error) }
        return { status: 400, body }
      }
      portal.faults.add(clean(rule.data))
    }
  }
  return { status: 200, body: { rules: portal.faults.list() } }
}
