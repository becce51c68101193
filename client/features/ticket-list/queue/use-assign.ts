import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { z } from 'zod'
import type { TicketRow } from '../../../../shared/api/ticket-row.ts'
import { useApi } from '../../../api/request.ts'
import { useSession } from '../../../api/session.ts'
import { useFrame } from '../../../bitrix/frame.ts'
import { PortalRefusal } from '../../../bitrix/portal-refusal.ts'

export type AssignFailure = { id: string; number: string; words: string | null }

/**
 * Gives tickets to somebody, one after the other, through the portal and in the person's own name: what
 * the portal refuses for one ticket stops none of the others.
 */
export function useAssign() {
  const frame = useFrame()
  const api = useApi()
  const session = useSession()
  const queries = useQueryClient()
  const progress = reactive({ isRunning: false, done: 0, total: 0 })
  const failures = reactive<AssignFailure[]>([])

  async function give({ itemId }: TicketRow, userId: number): Promise<void> {
    const { place } = session.value.portal
    if (!place || itemId === null) throw new Error('The ticket has no item here')
    const fields = { assignedById: userId }
    await frame.call('crm.item.update', { entityTypeId: place.entityTypeId, id: itemId, fields })
    // The portal has it; a lost hint only means that it is found a little later.
    await api.post('/api/tickets/hint', z.object({}), { itemId }).catch(() => undefined)
  }

  /** @returns the tickets that could not be given */
  async function assign(tickets: readonly TicketRow[], userId: number): Promise<TicketRow[]> {
    Object.assign(progress, { isRunning: true, done: 0, total: tickets.length })
    failures.splice(0)
    const left: TicketRow[] = []
    for (const ticket of tickets) {
      await give(ticket, userId).catch((error: unknown) => {
        left.push(ticket)
        const words = error instanceof PortalRefusal ? error.message : null
        failures.push({ id: ticket.id, number: ticket.number, words })
      })
      progress.done += 1
    }
    progress.isRunning = false
    await queries.invalidateQueries({ queryKey: ['tickets'] })
    return left
  }

  return { progress, failures, assign }
}
