import { useMutation, type UseMutationReturnType } from '@tanstack/vue-query'
import { type Ref, ref } from 'vue'
import { z } from 'zod'
import { filedSchema } from '../../../shared/api/filing.ts'
import { type TicketForm, valuesOfForm } from '../../../shared/ticket/form.ts'
import { type Place, toItemFields } from '../../../shared/ticket/place.ts'
import { ApiError } from '../../api/api-error.ts'
import { type Api, useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'
import { type Frame, useFrame } from '../../bitrix/frame.ts'
import { PortalRefusal } from '../../bitrix/portal-refusal.ts'
import { toTicketFile } from '../../ui/read-file.ts'
import { formOf, type TicketDraft } from './ticket-draft.ts'

/**
 * Files the ticket as an item in the person's own name; the result is the item's id. A second try
 * makes no second item, and where the portal does not let the person make items the server does.
 * `filesRead` counts those of the draft that are ready to go.
 *
 * @param filingId the item's xmlId where it is known beforehand, for a basket's questions
 */
export function useFileTicket(
  filingId?: string,
): UseMutationReturnType<number, Error, TicketDraft, unknown> & { filesRead: Ref<number> } {
  const api = useApi()
  const session = useSession()
  const frame = useFrame()
  const filesRead = ref(0)
  const readFile = async (file: File) => {
    const content = await toTicketFile(file)
    filesRead.value += 1
    return content
  }
  const filing = useMutation<number, Error, TicketDraft>({
    async mutationFn(draft) {
      const { place } = session.value.portal
      if (!place) throw new Error('A ticket without a place')
      filesRead.value = 0
      // An earlier try may have worked although no answer came.
      const mayBeThere = draft.sentAs !== ''
      const form = formOf(draft, await Promise.all(draft.files.map(readFile)))
      // Kept with the draft beforehand: the tab may be reloaded before the answer comes.
      draft.sentAs = mayBeThere ? draft.sentAs : (filingId ?? crypto.randomUUID())
      return file({ api, frame, place, mayBeThere }, draft.sentAs, form)
    },
    onError(error, draft) {
      if (!isSilence(error)) draft.sentAs = ''
    },
  })
  return { ...filing, filesRead }
}

const isSilence = (error: Error) =>
  (error instanceof PortalRefusal && error.isSilence) ||
  (error instanceof ApiError && error.code === 'offline')

type Ways = { api: Api; frame: Frame; place: Place; mayBeThere: boolean }

async function file(ways: Ways, filingId: string, form: TicketForm): Promise<number> {
  const { api, mayBeThere } = ways
  try {
    const known = mayBeThere ? await findItem(ways, filingId) : undefined
    return known ?? (await addItem(ways, filingId, form))
  } catch (error) {
    if (!(error instanceof PortalRefusal) || !error.isDenial) throw error
    return (await api.post('/api/filing', filedSchema, { filingId, form })).itemId
  }
}

const addedSchema = z.object({ item: z.object({ id: z.coerce.number().int() }) })
const foundSchema = z.object({ items: z.array(z.object({ id: z.coerce.number().int() })) })

async function addItem({ frame, place }: Ways, xmlId: string, form: TicketForm): Promise<number> {
  const fields = { title: form.title, xmlId, ...toItemFields(place, valuesOfForm(form)) }
  const added = await frame.call('crm.item.add', { entityTypeId: place.entityTypeId, fields })
  return addedSchema.parse(added).item.id
}

async function findItem({ frame, place }: Ways, xmlId: string): Promise<number | undefined> {
  const found = await frame.call('crm.item.list', {
    entityTypeId: place.entityTypeId,
    filter: { '=xmlId': xmlId },
    select: ['id'],
  })
  return foundSchema.parse(found).items[0]?.id
}
