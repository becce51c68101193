import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import type { Ref } from 'vue'
import {
  type NewReplyTemplate,
  type ReplyTemplates,
  replyTemplatesSchema,
} from '../../../../shared/api/desk.ts'
import { useApi } from '../../../api/request.ts'

export type TemplateAct = { put: NewReplyTemplate } | { remove: string }

/** Texts to insert: the contract's, and one's own. */
export function useTemplates(itemId: number): {
  templates: Ref<ReplyTemplates | undefined>
  error: Ref<Error | null>
  act: UseMutationReturnType<ReplyTemplates, Error, TemplateAct, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const key = ['replyTemplates', itemId]
  const path = `/api/tickets/by-item/${String(itemId)}/templates`
  const { data: templates, error } = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, replyTemplatesSchema),
  })
  const act = useMutation<ReplyTemplates, Error, TemplateAct>({
    mutationFn: (wanted) =>
      'put' in wanted
        ? api.post(path, replyTemplatesSchema, wanted.put)
        : api.post(`${path}/${wanted.remove}/removal`, replyTemplatesSchema, {}),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  })
  return { templates, error, act }
}
