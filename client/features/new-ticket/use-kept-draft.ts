import { onScopeDispose, watch } from 'vue'
import { z } from 'zod'
import { levelSchema } from '../../../shared/sla/level.ts'
import { categorySchema } from '../../../shared/ticket/form.ts'
import { useFrame } from '../../bitrix/frame.ts'
import type { TicketDraft } from './ticket-draft.ts'

/** Where a draft is kept that did not come from the basket. */
export const ownDraft = 'sla_ticket_draft'
export const basketDraft = 'sla_basket_draft'
const pauseMs = 700
/** Longer drafts than this are kept only while the page is open. */
const maxChars = 60_000

const text = z.string().catch('')
/** What was kept may be of an older version of the form: what does not fit is left out. */
const keptSchema = z
  .object({
    title: text,
    level: levelSchema.nullable().catch(null),
    category: categorySchema.nullable().catch(null),
    description: text,
    impact: text,
    environment: text,
    contactName: text,
    contactPhone: text,
    contactEmail: text,
    links: text,
    filesReason: text,
    recentChanges: text,
    sentAs: z.uuid().catch(''),
  })
  .partial()

/**
 * Keeps what has been typed in the person's own options at the portal, so that it is there again
 * when the tab was reloaded. Files and consents are not kept: they are given with the sending.
 *
 * @returns whether something was restored, and how to forget it all
 */
export function useKeptDraft(
  draft: TicketDraft,
  name = ownDraft,
): { isRestored: boolean; forget: () => void } {
  const frame = useFrame()
  const untouched = textOf(draft)
  const isRestored = restore(frame.kept(name), draft)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isForgotten = false

  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    const now = textOf(draft)
    if (now.length <= maxChars) frame.keep(name, now === untouched ? '' : now)
  }
  watch(
    draft,
    () => {
      if (isForgotten) return
      clearTimeout(timer)
      timer = setTimeout(keep, pauseMs)
    },
    { deep: true },
  )
  onScopeDispose(() => {
    if (timer !== undefined) keep()
  })

  return {
    isRestored,
    forget() {
      isForgotten = true
      clearTimeout(timer)
      timer = undefined
      frame.keep(name, '')
    },
  }
}

function textOf(draft: TicketDraft): string {
  return JSON.stringify({
    ...draft,
    files: undefined,
    consentPhone: undefined,
    consentReply: undefined,
  })
}

function restore(json: string, draft: TicketDraft): boolean {
  if (json === '') return false
  const kept = keptSchema.safeParse(parseJson(json)).data
  if (!kept) return false
  Object.assign(draft, kept)
  return true
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
