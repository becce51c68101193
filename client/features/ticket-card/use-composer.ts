import { useMutation, type UseMutationReturnType, useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { z } from 'zod'
import type { TicketView } from '../../../shared/api/tickets.ts'
import type { Side } from '../../../shared/sla/history.ts'
import { withPublicMark } from '../../../shared/ticket/public-mark.ts'
import { useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'
import { useFrame } from '../../bitrix/frame.ts'
import { toTicketFile } from '../../ui/read-file.ts'

type Target = { ticket: TicketView; itemId: number; role: Side }

/** What is being written. It stays until the portal has taken it. */
export type Draft = { text: string; isPublic: boolean; asks: boolean; files: File[] }

/**
 * Writes into the timeline in the person's own name, as if written there by hand; the server reads
 * it like any other comment.
 */
export function useComposer(target: () => Target): {
  draft: Draft
  sending: UseMutationReturnType<void, Error, void, unknown>
} {
  const frame = useFrame()
  const api = useApi()
  const session = useSession()
  const client = useQueryClient()
  const draft = reactive<Draft>({ text: '', isPublic: true, asks: false, files: [] })

  const sending = useMutation({
    mutationFn: async () => {
      const { place } = session.value.portal
      if (!place) throw new Error('A ticket without a place')
      const { itemId } = target()
      const files = await Promise.all(draft.files.map(toTicketFile))
      await frame.call('crm.timeline.comment.add', {
        fields: {
          ENTITY_TYPE: `dynamic_${String(place.entityTypeId)}`,
          ENTITY_ID: itemId,
          COMMENT: commentOf(draft, target()),
          ...(files.length > 0 && { FILES: files.map(({ name, base64 }) => [name, base64]) }),
        },
      })
      Object.assign(draft, { text: '', asks: false, files: [] })
      // The comment is there; a lost hint only means that it is found a little later.
      await api.post('/api/tickets/hint', z.object({}), { itemId }).catch(() => undefined)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['ticket'] }),
  })

  return { draft, sending }
}

function commentOf({ text, isPublic, asks }: Draft, { role, ticket }: Target): string {
  if (role === 'customer' || !isPublic) return text
  return withPublicMark(text, asks, ticket.publicMark)
}
