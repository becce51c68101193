import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'
import { batchCommand, groupCommands, readResult } from './batch.ts'
import type { Command, Outcome, Outcomes } from './command.ts'
import { BitrixError, ownCodes } from './errors.ts'
import type { Guard } from './guard.ts'
import type { OAuth, Tokens } from './oauth.ts'
import { createTransport, MovedError, type Transport } from './transport.ts'

export type { Command, Outcome } from './command.ts'

/** The pair with which we act in a portal when nobody is there. */
export type ServiceTokens = Tokens & { refreshedAt: Instant }

/** Keeps the service tokens; `renew` lets one refresh at a time through for each portal. */
export type TokenStore = {
  read(memberId: string): Promise<ServiceTokens | undefined>
  /** @returns the stored pair, without a refresh, when somebody else has renewed it already */
  renew(
    memberId: string,
    staleAccessToken: string,
    renew: (current: ServiceTokens) => Promise<ServiceTokens>,
  ): Promise<ServiceTokens>
}

/** A portal as our app sees it with the service token. */
export type PortalClient = {
  memberId: string
  /** Scheme and host of the portal, where its files may come from. */
  origin: string
  /** @throws BitrixError */
  run<T>(command: Command<T>): Promise<T>
  /**
   * As few requests as possible, in order; one refusal does not stop the rest. Fails as a whole
   * never: what went wrong with a request stands in the outcome of each of its commands.
   */
  runAll<const Commands extends readonly Command<unknown>[]>(
    commands: Commands,
  ): Promise<Outcomes<Commands>>
}

/** A portal as one person sees it; its token is not renewed. */
export type UserClient = Pick<PortalClient, 'run'>

export type PortalClients = {
  /** @throws BitrixError with `retry` 'refresh' when the portal has no service token */
  forPortal(memberId: string): Promise<PortalClient>
  asUser(clientEndpoint: string, accessToken: string): UserClient
  /** The tokens have been replaced or erased: read them anew. */
  forget(memberId: string): void
}

type Options = {
  guard: Guard
  oauth: OAuth
  tokens: TokenStore
  clock: Clock
  log: Logger
  userAgent: string
}

/** One transport per portal and process, so that the portal's rate limit is kept. */
export function createPortalClients(options: Options): PortalClients {
  const { guard, oauth, tokens: store, clock, log, userAgent } = options
  const transports = new Map<string, Transport>()

  return {
    async forPortal(memberId) {
      const { clientEndpoint } = await transportOf(memberId)
      return portalClient(memberId, new URL(clientEndpoint).origin)
    },

    asUser(clientEndpoint, accessToken) {
      const transport = createTransport({
        guard,
        userAgent,
        tokens: { accessToken, clientEndpoint },
        renew: () => Promise.reject(expired()),
      })
      return { run: (command) => runWith(transport.call, command) }
    },

    forget: (memberId) => {
      transports.delete(memberId)
    },
  }

  function portalClient(memberId: string, origin: string): PortalClient {
    const call: Call = (method, params) => callPortal(memberId, method, params)
    return {
      memberId,
      origin,
      run: (command) => runWith(call, command),
      runAll: async <const Commands extends readonly Command<unknown>[]>(commands: Commands) => {
        const outcomes: Outcome<unknown>[] = []
        for (const group of groupCommands(commands)) outcomes.push(...(await runGroup(call, group)))
        return outcomes as Outcomes<Commands>
      },
    }
  }

  /** A portal that has moved is called again at the address that the OAuth server names. */
  async function callPortal(memberId: string, method: string, params: Params): Promise<unknown> {
    const transport = await transportOf(memberId)
    try {
      return await transport.call(method, params)
    } catch (error) {
      if (!(await hasMoved(memberId, transport, error))) throw error
      log.info({ memberId }, 'portal has a new address')
      forgetOnly(memberId, transport)
      return (await transportOf(memberId)).call(method, params)
    }
  }

  async function hasMoved(memberId: string, transport: Transport, error: unknown) {
    if (!(error instanceof BitrixError)) return false
    if (error.cause instanceof MovedError) return true
    if (error.code !== ownCodes.moved) return false
    const renewed = await renew(memberId, transport.accessToken())
    return renewed.clientEndpoint !== transport.clientEndpoint
  }

  /** Somebody may have made a newer one meanwhile. */
  function forgetOnly(memberId: string, transport: Transport): void {
    if (transports.get(memberId) === transport) transports.delete(memberId)
  }

  async function transportOf(memberId: string): Promise<Transport> {
    const known = transports.get(memberId)
    if (known) return known
    const tokens = await store.read(memberId)
    if (!tokens) throw noServiceToken()
    const made =
      transports.get(memberId) ??
      createTransport({
        guard,
        userAgent,
        tokens,
        renew: (staleAccessToken) => renew(memberId, staleAccessToken),
      })
    transports.set(memberId, made)
    return made
  }

  function renew(memberId: string, staleAccessToken: string): Promise<ServiceTokens> {
    return store.renew(memberId, staleAccessToken, async (current) => {
      const renewed = await oauth.refresh(current.serverEndpoint, current.refreshToken)
      if (renewed.memberId !== memberId) throw foreignTokens()
      log.info({ memberId }, 'service token renewed')
      return { ...renewed, refreshedAt: clock.now() }
    })
  }
}

type Params = Record<string, unknown>
type Call = (method: string, params: Params) => Promise<unknown>

async function runWith<T>(call: Call, command: Command<T>): Promise<T> {
  const outcome = readResult(command, await call(command.method, command.params))
  if (!outcome.ok) throw outcome.error
  return readRest(call, command, outcome.value)
}

/** Lists: reads what lies behind a full page. */
async function readRest<T>(call: Call, command: Command<T>, page: T): Promise<T> {
  const next = command.pages?.next(page)
  if (!command.pages || !next) return page
  return command.pages.join(page, await runWith(call, next))
}

async function runGroup(
  call: Call,
  commands: readonly Command<unknown>[],
): Promise<Outcome<unknown>[]> {
  const [only] = commands
  if (only && commands.length === 1)
    return [await outcomeOf(() => runWith(call, only), only.method)]
  const first = await outcomeOf(() => runWith(call, batchCommand(commands)), 'batch')
  if (!first.ok) return commands.map(() => first)
  const outcomes: Outcome<unknown>[] = []
  for (const [index, command] of commands.entries()) {
    const outcome = first.value[index]
    if (!outcome?.ok) outcomes.push(outcome ?? { ok: false, error: missing(command.method) })
    else
      outcomes.push(await outcomeOf(() => readRest(call, command, outcome.value), command.method))
  }
  return outcomes
}

async function outcomeOf<T>(work: () => Promise<T>, method: string): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof BitrixError) return { ok: false, error }
    throw new Error(`${method} failed outside of the portal`, { cause: error })
  }
}

const missing = (method: string) =>
  new BitrixError({ method, code: ownCodes.noAnswer, status: 200, message: '' })

const refused = (code: string, message: string) =>
  new BitrixError({ method: 'oauth/token', code, status: 401, message })

const expired = () => refused('expired_token', "The person's token has expired")
const noServiceToken = () => refused('NO_AUTH_FOUND', 'The portal has no service token')
const foreignTokens = () => refused('invalid_grant', 'The refresh token is of another portal')
