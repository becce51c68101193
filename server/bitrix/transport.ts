import { ApiVersion, B24OAuth, type HandlerRefreshAuth } from '@bitrix24/b24jssdk'
import { AxiosError, isAxiosError, type AxiosInstance } from 'axios'
import { z } from 'zod'
import { badAnswer, BitrixError, ownCodes, readRefusal, toBitrixError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Guard } from './guard.ts'
import type { PortalTime } from './portal-time.ts'
import type { Call } from './run-commands.ts'

type Pair = { accessToken: string; clientEndpoint: string }

export type Transport = {
  readonly clientEndpoint: string
  accessToken(): string
  call: Call
}

/** Nothing was done at the old address. */
const movedError = () =>
  new BitrixError({
    method: 'oauth/token',
    code: ownCodes.moved,
    status: 302,
    message: 'The portal has moved',
  })

type Options = {
  guard: Guard
  userAgent: string
  tokens: Pair
  /** Hears of every call that is sent, and of its answer when that is a success. */
  onCall?: PortalTime['onCall']
  /** Is told when the call is over, whatever came of it. */
  onExchange?: (exchange: Exchange) => void
  /** Gives the pair that holds now, given one that was refused. */
  renew: (staleAccessToken: string) => Promise<Pair>
}

/**
 * The SDK's client behind our guard. It never repeats a call by itself except after a 401, never
 * sees the app's secret or a refresh token, and judges tokens by the portal's answer, not by a clock.
 */
export function createTransport(options: Options): Transport {
  const { guard, userAgent, tokens, renew } = options
  const { clientEndpoint } = tokens
  let { accessToken } = tokens
  const b24 = createSdk(tokens)
  const axios = b24.getHttpClient(ApiVersion.v2).ajaxClient
  guard.protect(axios)
  axios.defaults.headers.common['User-Agent'] = userAgent
  const refusedToken = watchAnswers(axios)

  b24.setCustomRefreshAuth(async () => {
    // A late 401 to an old token must not use up the new pair (sdk.md §0.3).
    if (refusedToken() === accessToken) {
      const renewed = await renew(accessToken)
      if (renewed.clientEndpoint !== clientEndpoint) throw movedError()
      accessToken = renewed.accessToken
    }
    return refreshed(accessToken, clientEndpoint)
  })

  return {
    clientEndpoint,
    accessToken: () => accessToken,

    async call(method, params) {
      const hear = options.onCall?.({ method, params })
      const startedAt = performance.now()
      const tell = (end: Pick<Exchange, 'result' | 'error'>) =>
        options.onExchange?.({ method, params, ...end, tookMs: performance.now() - startedAt })
      try {
        const answer = await b24.actions.v2.call.make({ method, params })
        const [error] = answer.getErrors()
        if (error) throw error
        const data = answer.getData()
        hear?.({ result: data?.result, time: data?.time })
        tell({ result: data?.result, error: null })
        return data?.result
      } catch (cause) {
        const error = toBitrixError(method, cause)
        tell({ result: undefined, error })
        throw error
      }
    },
  }
}

/** The lane keeps the portal's limits; the SDK only sends. */
const unrestricted = {
  maxRetries: 1,
  retryOnNetworkError: false,
  rateLimit: { burstLimit: 1_000_000, drainRate: 1_000_000, adaptiveEnabled: false },
  adaptiveConfig: { enabled: false, thresholdPercent: 100, coefficient: 0, maxDelay: 0 },
}

/** The portal says when a token is over; moved demo time and wrong clocks do no harm. */
const never = 9_999_999_999

function createSdk({ accessToken, clientEndpoint }: Pair): B24OAuth {
  return new B24OAuth(
    {
      applicationToken: '',
      userId: 0,
      memberId: '',
      accessToken,
      refreshToken: '',
      expires: never,
      expiresIn: 3600,
      scope: '',
      domain: new URL(clientEndpoint).host,
      clientEndpoint,
      serverEndpoint: clientEndpoint,
      status: 'F',
    },
    { clientId: '', clientSecret: '' },
    { restrictionParams: unrestricted },
  )
}

const refreshed = (accessToken: string, clientEndpoint: string): HandlerRefreshAuth => ({
  access_token: accessToken,
  refresh_token: '',
  expires: String(never),
  expires_in: '3600',
  client_endpoint: clientEndpoint,
  server_endpoint: clientEndpoint,
  member_id: '',
  scope: '',
  status: 'F',
  domain: new URL(clientEndpoint).host,
})

const bodySchema = z.object({ auth: z.string() })

/**
 * Makes every refusal an error, also one with HTTP 200 and an empty code, which the SDK takes for
 * a success.
 *
 * @returns which token the portal refused last
 */
function watchAnswers(axios: AxiosInstance): () => string | undefined {
  let refused: string | undefined
  axios.interceptors.response.use(
    (response) => {
      const { data, status } = response as { data: unknown; status: number }
      if (readRefusal('', data, status))
        throw new AxiosError('Refused', undefined, response.config, undefined, response)
      if (!isEnvelope(data)) throw badAnswer('', new Error('No result in the answer'))
      return response
    },
    (error: unknown) => {
      if (isAxiosError(error) && error.response?.status === 401)
        refused = tokenOf(error.config?.data)
      throw error
    },
  )
  return () => refused
}

const isEnvelope = (data: unknown) => typeof data === 'object' && data !== null && 'result' in data

function tokenOf(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined
  return bodySchema.safeParse(JSON.parse(body)).data?.auth
}
