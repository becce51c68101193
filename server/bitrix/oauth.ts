import type { AxiosResponse } from 'axios'
import { z } from 'zod'
import type { Clock, Instant } from '../../shared/time.ts'
import { badAnswer, readRefusal, toBitrixError } from './errors.ts'
import type { Guard } from './guard.ts'
import { bxId, bxInt, bxMap } from './rest-values.ts'

/** A pair of tokens of one user in one portal. */
export type Tokens = {
  accessToken: string
  refreshToken: string
  expiresAt: Instant
  memberId: string
  /** Where the portal's REST is: ends with /rest/. */
  clientEndpoint: string
  serverEndpoint: string
  userId: number
  scope: string[]
}

/** What the OAuth server says of an access token: whose app, whose portal. */
export type AppInfo = {
  clientId: string | null
  memberId: string | null
  clientEndpoint: string
  userId: number | null
  isInstalled: boolean
}

/** Of an app: with these its tokens are renewed. */
export type AppKeys = { clientId: string; clientSecret: string }

export type OAuth = {
  /** Whether the server is one of those that may see our secret. */
  isAllowed(serverEndpoint: string): boolean
  /** @throws BitrixError when the server does not know the token */
  appInfo(serverEndpoint: string, accessToken: string): Promise<AppInfo>
  /**
   * Trades a refresh token for a new pair; the old one is dead afterwards.
   *
   * @param keys of the app for which it was issued
   * @throws BitrixError; `retry` is 'refresh' when only a visit of an administrator helps
   */
  refresh(keys: AppKeys, serverEndpoint: string, refreshToken: string): Promise<Tokens>
}

type Options = {
  guard: Guard
  /** Origins; the first proof that a token is good comes from one of them. */
  oauthHosts: readonly string[]
  clock: Clock
}

/** Talks to Bitrix24's OAuth servers; secrets go in the body, never into an address that is logged. */
export function createOAuth({ guard, oauthHosts, clock }: Options): OAuth {
  const allowed = new Set(oauthHosts.map((host) => new URL(host).origin))

  return {
    isAllowed: (serverEndpoint) => allowed.has(originOf(serverEndpoint) ?? ''),

    async appInfo(serverEndpoint, accessToken) {
      const answer = await post(serverEndpoint, '/rest/app.info', { auth: accessToken })
      return parse('oauth/app.info', appInfoSchema, answer)
    },

    async refresh({ clientId, clientSecret }, serverEndpoint, refreshToken) {
      const answer = await post(serverEndpoint, '/oauth/token/', {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
      })
      const { expiresInMs, ...tokens } = parse('oauth/token', tokensSchema, answer)
      return { ...tokens, serverEndpoint, expiresAt: clock.now() + expiresInMs }
    },
  }

  async function post(serverEndpoint: string, path: string, form: Record<string, string>) {
    const origin = originOf(serverEndpoint)
    if (origin === undefined || !allowed.has(origin))
      throw new Error('This OAuth server is not on the list of those that may see our secret')
    const method = `oauth${path}`
    const answer = await guard.request
      .post<unknown, AxiosResponse<unknown>>(`${origin}${path}`, new URLSearchParams(form))
      .catch((error: unknown) => {
        throw toBitrixError(method, error)
      })
    const refusal = readRefusal(method, answer.data, answer.status)
    if (refusal) throw refusal
    return answer.data
  }
}

function originOf(endpoint: string): string | undefined {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : undefined
}

/** An address of a portal's REST, with the slash that the SDK counts on. */
export const clientEndpointSchema = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .transform((url) => {
    const { origin, pathname } = new URL(url)
    return `${origin}${pathname.replace(/\/*$/, '/')}`
  })

const scopeSchema = z
  .string()
  .default('')
  .transform((scope) => scope.split(/[\s,]+/).filter((part) => part.length > 0))

const token = z.string().min(1).max(2000)

const tokensSchema = z
  .object({
    access_token: token,
    refresh_token: token,
    expires_in: bxInt.default(3600),
    member_id: z.string().min(1).max(64),
    client_endpoint: clientEndpointSchema,
    user_id: bxInt,
    scope: scopeSchema,
  })
  .transform((answer) => ({
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresInMs: answer.expires_in * 1000,
    memberId: answer.member_id,
    clientEndpoint: answer.client_endpoint,
    userId: answer.user_id,
    scope: answer.scope,
  }))

/** Only `install.uri` is documented; the rest is known from the field (platform.md §2.7). */
const appInfoSchema = z
  .object({
    result: z.object({
      client_id: z.string().min(1).nullish(),
      user_id: bxId,
      install: bxMap.pipe(
        z.object({
          uri: z.url().optional(),
          client_endpoint: clientEndpointSchema.optional(),
          member_id: z.string().min(1).max(64).optional(),
          installed: z.unknown(),
        }),
      ),
    }),
  })
  .transform(({ result }, context): AppInfo => {
    const { install } = result
    const { data: endpoint } = clientEndpointSchema.safeParse(
      install.client_endpoint ?? (install.uri && new URL('/rest/', install.uri).href),
    )
    if (endpoint === undefined) {
      context.addIssue({ code: 'custom', message: 'The answer names no portal' })
      return z.NEVER
    }
    return {
      clientId: result.client_id ?? null,
      memberId: install.member_id ?? null,
      clientEndpoint: endpoint,
      userId: result.user_id,
      isInstalled: install.installed !== false && install.installed !== 'N',
    }
  })

function parse<T>(method: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw badAnswer(method, parsed.error)
}
