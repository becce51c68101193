import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
  type UseQueryReturnType,
} from '@tanstack/vue-query'
import {
  type InvoiceClient,
  type InvoiceView,
  invoiceViewSchema,
} from '../../../shared/api/invoices.ts'
import type { StatementState } from '../../../shared/api/money.ts'
import { useApi } from '../../api/request.ts'

/** While an invoice is being made. */
const lookEveryMs = 1000

const isMaking = (view?: InvoiceView) =>
  view?.invoice != null && !view.invoice.hasRows && view.invoice.problem === null

/** The invoice of a statement, for the partner's managers. */
export function useInvoice(at: { contractId: string; month: string; state: StatementState }): {
  query: UseQueryReturnType<InvoiceView, Error>
  make: UseMutationReturnType<InvoiceView, Error, InvoiceClient, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/money/contracts/${at.contractId}/months/${at.month}/invoice`
  const key = ['invoice', at.contractId, at.month, at.state]
  const query = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, invoiceViewSchema),
    refetchInterval: ({ state }) => (isMaking(state.data) ? lookEveryMs : false),
  })
  const make = useMutation<InvoiceView, Error, InvoiceClient>({
    mutationFn: (chosen) => api.post(path, invoiceViewSchema, { client: chosen }),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  })
  return { query, make }
}
