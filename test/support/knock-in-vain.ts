import { doorBodies } from './door-bodies.ts'
import type { Bridge } from './open-bridge.ts'

/** Requests that every door refuses, each with words in it that begin with «zq». */
export async function knockInVain(
  { world, partner, customer }: Bridge,
  itemId: number,
): Promise<void> {
  const form = { event: 'ONAPPUPDATE', 'auth[member_id]': world.customer.memberId }
  const claim = {
    'auth[application_token]': 'zqClaimedProof',
    'auth[access_token]': 'zqClaimedToken',
    'auth[server_endpoint]': `${world.emulator.oauthUrl}rest/`,
  }
  const json = { 'content-type': 'application/json' }
  const post = (path: string, body: string | URLSearchParams, headers = {}) =>
    fetch(`${world.appUrl}${path}`, { method: 'POST', body, headers })
  await post('/bitrix/events', new URLSearchParams({ ...form, ...claim }))
  await post('/bitrix/robots', new URLSearchParams({ ...claim, code: 'zqCode' }))
  for (const body of ['{"accessToken":"zqHalf', '{"accessToken":"zqToken","boot":"zqBoot"}'])
    await post('/api/session', body, json)
  await post('/api/basket', '{}', { ...json, authorization: 'Bearer zqSession' })
  await post('/api/basket', '{"text":"zqHalf', {
    ...json,
    authorization: `Bearer ${customer.session.token}`,
  })
  const at = `/api/tickets/by-item/${String(itemId)}`
  await customer.raw('POST', `${at}/level`, { level: 2, reason: 'zqReason' })
  await partner.raw('POST', '/api/link/preview', { code: 'zqGuessedCode' })
  const bodies = doorBodies({ personId: 'zqPerson', questionId: 'zqId', now: 0 })
  await customer.raw('POST', '/api/filing', { ...Object(bodies['POST /api/filing']), form: 'zq' })
  await customer.raw('POST', '/api/basket', { text: 'zqQuestion' })
}
