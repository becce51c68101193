import { z } from 'zod'
import type { Frame } from '../../bitrix/frame.ts'
import type { TicketDraft } from './ticket-draft.ts'

const name = 'sla_last_filing'
const lastSchema = z.object({
  environment: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  contactEmail: z.string(),
})

/** What seldom differs from one ticket to the next: where it happens and whom to call. */
export type LastFiling = z.infer<typeof lastSchema>

/** As the person's last ticket had it; {} before the first. */
export function readLastFiling(frame: Pick<Frame, 'kept'>): Partial<LastFiling> {
  try {
    return lastSchema.parse(JSON.parse(frame.kept(name)))
  } catch {
    return {}
  }
}

export function keepLastFiling(frame: Pick<Frame, 'keep'>, draft: TicketDraft): void {
  frame.keep(name, JSON.stringify(lastSchema.parse(draft)))
}
