import { useQueryClient } from '@tanstack/vue-query'
import { onMounted } from 'vue'
import { useApi } from '../../api/request.ts'
import { loadNewTicket } from './ticket-pages.ts'

/** What the person came to see goes first. */
const restMs = 2000

/**
 * Fetches what the form of a new ticket needs before anybody asks for it: a person who has the tab
 * open can then file although our server has stopped answering.
 */
export function usePrepareToFile(): void {
  const api = useApi()
  const client = useQueryClient()

  async function prepare(): Promise<void> {
    const { filingRightQuery } = await import('../new-ticket/filing-right.ts')
    await Promise.all([loadNewTicket(), client.query(filingRightQuery(api))])
  }

  onMounted(() => {
    // What fails now is asked for again, and reported, when the form is opened.
    setTimeout(() => void prepare().catch(() => undefined), restMs)
  })
}
