import { createHmac } from 'node:crypto'
import { AxiosError } from 'axios'
import { webhookHeaders } from '../shared/api/webhooks.ts'
import type { Clock } from '../shared/time.ts'
import { RefusedAddressError } from './bitrix/address.ts'
import type { Guard } from './bitrix/guard.ts'

/** What is sent where; `undefined` is success, else why it failed, in words for an administrator. */
export type SendWebhook = (
  webhook: { url: string; secret: string | null },
  delivery: { eventId: string; event: string; body: string },
) => Promise<string | undefined>

/** One signed POST. Never throws for what the receiver does; redirects are not followed. */
export function createSendWebhook(guard: Guard, clock: Clock): SendWebhook {
  return async function sendWebhook({ url, secret }, { eventId, event, body }) {
    if (secret === null) return 'the key of its secret is gone: remove the webhook and make it anew'
    const timestamp = String(Math.floor(clock.now() / 1000))
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
    try {
      const { status } = await guard.request.post<unknown>(url, body, {
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'sla-desk-webhook',
          [webhookHeaders.event]: event,
          [webhookHeaders.id]: eventId,
          [webhookHeaders.timestamp]: timestamp,
          [webhookHeaders.signature]: `v1=${signature}`,
        },
        // The body is signed as it is: nothing may write it anew.
        transformRequest: (data: string) => data,
        responseType: 'text',
        validateStatus: () => true,
      })
      return status >= 200 && status < 300 ? undefined : `HTTP ${String(status)}`
    } catch (error) {
      return problemOf(error)
    }
  }
}

function problemOf(error: unknown): string {
  const root = error instanceof AxiosError ? (error.cause ?? error) : error
  if (root instanceof RefusedAddressError) return root.message
  if (error instanceof AxiosError) return error.code ?? error.message
  throw error
}
