import { useMutation, type UseMutationReturnType, useQuery } from '@tanstack/vue-query'
import { z } from 'zod'
import { agreementSchema } from '../../../shared/api/tickets.ts'
import { toItemFields } from '../../../shared/ticket/place.ts'
import { useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'
import { useFrame } from '../../bitrix/frame.ts'
import { toTicketFile } from '../../ui/read-file.ts'
import { type TicketDraft, valuesOf } from './ticket-draft.ts'

/** The agreement in force, and whether the person who asks may file. */
export function useAgreement() {
  const api = useApi()
  return useQuery({
    queryKey: ['agreement'],
    queryFn: () => api.get('/api/agreement', agreementSchema),
    staleTime: Infinity,
  })
}

const addedSchema = z.object({ item: z.object({ id: z.coerce.number().int() }) })

/**
 * Files the ticket as an item in the person's own name; the result is the item's id.
 *
 * @param filingId the item's xmlId where it is known beforehand
 */
export function useFileTicket(
  filingId: string | undefined,
): UseMutationReturnType<number, Error, TicketDraft, unknown> {
  const frame = useFrame()
  const api = useApi()
  const session = useSession()
  return useMutation<number, Error, TicketDraft>({
    mutationFn: async (draft: TicketDraft) => {
      const { place } = session.value.portal
      if (!place) throw new Error('A ticket without a place')
      const files = await Promise.all(draft.files.map(toTicketFile))
      const fields = {
        title: draft.title,
        xmlId: filingId ?? crypto.randomUUID(),
        ...toItemFields(place, valuesOf(draft, files)),
      }
      const added = await frame.call('crm.item.add', { entityTypeId: place.entityTypeId, fields })
      const { id } = addedSchema.parse(added).item
      // The item is there; without the hint it is registered a little later.
      await api.post('/api/tickets/hint', z.object({}), { itemId: id }).catch(() => undefined)
      return id
    },
  })
}
