import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Command, Outcomes } from './command.ts'
import { BitrixError, ownCodes } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Guard } from './guard.ts'
import type { AppKeys, OAuth, Tokens } from './oauth.ts'
import { createLane, type Lane, type Timer, type Urgency } from './lane.ts'
import { createPace, isCloudHost, type Pace } from './pace.ts'
import { createPortalTime, type PortalTime } from './portal-time.ts'
import { type Call, runWith } from './run-commands.ts'
import { createTransport, type Transport } from './transport.ts'

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
  /** The portal's clock less ours, as its last answer showed; its records' times are off by it. */
  skewMs(): number
  /** @throws BitrixError */
  run<T>(command: Command<T>): Promise<T>
  /**
   * As few requests as possible, in order, together with what others ask for in the same moment; one
   * refusal does not stop the rest. Fails as a whole never: what went wrong with a request stands in
   * the outcome of each of its commands.
   */
  runAll<const Commands extends readonly Command<unknown>[]>(
    commands: Commands,
  ): Promise<Outcomes<Commands>>
}

/** A portal as one person sees it; its token is not renewed. */
export type UserClient = Pick<PortalClient, 'run'>

export type PortalClients = {
  /** @throws BitrixError with `retry` 'refresh' when the portal has no service token */
  forPortal(memberId: string, urgency?: Urgency): Promise<PortalClient>
  /** What a portal takes, as it was learned here, and what waits for it. */
  paceOf(memberId: string): { perSecond: number | null; waiting: number }
  asUser(clientEndpoint: string, accessToken: string): UserClient
  /** The tokens have been replaced or erased: read them anew. */
  forget: (memberId: string) => void
}

type Options = {
  guard: Guard
  oauth: OAuth
  /** Of the app with which the portal works; undefined when they can no longer be read. */
  keysOf: (memberId: string) => Promise<AppKeys | undefined>
  tokens: TokenStore
  clock: Clock
  log: Logger
  userAgent: string
  /** Is told of every request and its end; `memberId` is null for one in a person's own name. */
  onExchange?: (exchange: Exchange, memberId: string | null) => void
  /** The portal has refused a call for a reason that does not pass by itself. */
  onRefusal?: (memberId: string, error: BitrixError) => void
  /** The OAuth server names another address of the portal than before. */
  onMoved?: (memberId: string, clientEndpoint: string) => Promise<void>
}

export function createPortalClients(options: Options): PortalClients {
  const { guard, userAgent, onRefusal = () => undefined } = options
  const lanes = new Map<string, { lane: Lane; pace: Pace }>()
  const portals = createPortalCalls(options)

  return {
    async forPortal(memberId, urgency = 'work') {
      const { clientEndpoint } = await portals.transportOf(memberId)
      const { origin, host } = new URL(clientEndpoint)
      const way = lanes.get(memberId) ?? newLane(memberId, host)
      lanes.set(memberId, way)
      const { lane } = way
      const time = portals.timeOf(memberId)
      return portalClient({ memberId, origin, lane, time, urgency, onRefusal })
    },

    paceOf(memberId) {
      const way = lanes.get(memberId)
      return { perSecond: way?.pace.perSecond() ?? null, waiting: way?.lane.waiting() ?? 0 }
    },

    asUser(clientEndpoint, accessToken) {
      const tokens = { accessToken, clientEndpoint }
      const renew = () => Promise.reject(expired())
      const onExchange = (exchange: Exchange) => options.onExchange?.(exchange, null)
      const transport = createTransport({ guard, userAgent, tokens, renew, onExchange })
      return { run: (command) => runWith(transport.call, command) }
    },

    forget: portals.forget,
  }

  function newLane(memberId: string, host: string) {
    const pace = createPace(isCloudHost(host))
    const send: Call = (method, params) => portals.call(memberId, method, params)
    return { lane: createLane(send, pace, timer), pace }
  }
}

const timer: Timer = { nowMs: () => performance.now(), sleep }

type Way = {
  memberId: string
  origin: string
  lane: Lane
  time: PortalTime
  urgency: Urgency
} & Required<Pick<Options, 'onRefusal'>>

function portalClient({ memberId, origin, lane, time, urgency, onRefusal }: Way): PortalClient {
  const runAll = async <const Commands extends readonly Command<unknown>[]>(commands: Commands) => {
    const outcomes = await lane.runAll(commands, urgency)
    for (const outcome of outcomes) {
      if (outcome.ok) continue
      const { error } = outcome
      if (error.code === 'OPERATION_TIME_LIMIT')
        error.retryAfterMs = time.blockedMs(error.method) ?? error.retryAfterMs
      if (isTelling(error)) onRefusal(memberId, error)
    }
    return outcomes as Outcomes<Commands>
  }
  return {
    memberId,
    origin,
    skewMs: () => time.skewMs(),
    runAll,
    async run(command) {
      const [outcome] = await runAll([command])
      if (!outcome.ok) throw outcome.error
      return outcome.value
    },
  }
}

/** A missing record is nothing unusual; other refusals may be of something of ours that is gone. */
const isTelling = (error: BitrixError) =>
  error.isClosed ||
  (error.retry !== 'later' &&
    !(error.code === 'NOT_FOUND' && /\.(get|delete)$|comment\./.test(error.method)))

/** How long a portal that takes no calls is left alone. */
const closedMs = 5 * 60_000

/** One transport per portal and process. */
function createPortalCalls(options: Options) {
  const { guard, oauth, keysOf, tokens: store, clock, log, userAgent } = options
  const transports = new Map<string, Transport>()
  const times = new Map<string, PortalTime>()
  const closures = new Map<string, { error: BitrixError; until: Instant }>()

  return {
    transportOf,
    timeOf,

    /** A portal that takes no calls is asked again only after a while, whoever wants something. */
    async call(memberId: string, method: string, params: Record<string, unknown>) {
      const closure = closures.get(memberId)
      if (closure && closure.until > clock.now()) throw closure.error
      try {
        const result = await callWhereItIs(memberId, method, params)
        closures.delete(memberId)
        return result
      } catch (error) {
        if (error instanceof BitrixError && (error.isClosed || error.code === 'invalid_grant'))
          closures.set(memberId, { error, until: clock.now() + closedMs })
        throw error
      }
    },

    forget: (memberId: string): void => {
      transports.delete(memberId)
      closures.delete(memberId)
    },
  }

  /** A portal that has moved is called again at the address that the OAuth server names. */
  async function callWhereItIs(memberId: string, method: string, params: Record<string, unknown>) {
    const transport = await transportOf(memberId)
    try {
      return await transport.call(method, params)
    } catch (error) {
      if (!(await hasMoved(memberId, transport, error))) throw error
      log.info({ memberId }, 'portal has a new address')
      // Somebody may have made a newer one meanwhile.
      if (transports.get(memberId) === transport) transports.delete(memberId)
      return (await transportOf(memberId)).call(method, params)
    }
  }

  async function transportOf(memberId: string): Promise<Transport> {
    const known = transports.get(memberId)
    if (known) return known
    const tokens = await store.read(memberId)
    if (!tokens) throw noServiceToken()
    const renewThis = (staleAccessToken: string) => renew(memberId, staleAccessToken)
    const transport =
      transports.get(memberId) ??
      createTransport({
        guard,
        userAgent,
        tokens,
        renew: renewThis,
        onCall: (call) => timeOf(memberId).onCall(call),
        onExchange: (exchange) => options.onExchange?.(exchange, memberId),
      })
    transports.set(memberId, transport)
    return transport
  }

  function timeOf(memberId: string): PortalTime {
    const time = times.get(memberId) ?? createPortalTime(clock)
    times.set(memberId, time)
    return time
  }

  async function hasMoved(memberId: string, transport: Transport, error: unknown) {
    if (!(error instanceof BitrixError) || error.code !== ownCodes.moved) return false
    const renewed = await renew(memberId, transport.accessToken())
    return renewed.clientEndpoint !== transport.clientEndpoint
  }

  function renew(memberId: string, staleAccessToken: string): Promise<ServiceTokens> {
    return store.renew(memberId, staleAccessToken, async (current) => {
      const { serverEndpoint, refreshToken } = current
      const keys = await keysOf(memberId)
      if (!keys) throw unreadableKeys()
      const renewed = await oauth.refresh(keys, serverEndpoint, refreshToken)
      if (renewed.memberId !== memberId) throw foreignTokens()
      log.info({ memberId }, 'service token renewed')
      if (renewed.clientEndpoint !== current.clientEndpoint)
        await options.onMoved?.(memberId, renewed.clientEndpoint)
      return { ...renewed, refreshedAt: clock.now() }
    })
  }
}

const refused = (code: string, message: string) =>
  new BitrixError({ method: 'oauth/token', code, status: 401, message })

const expired = () => refused('expired_token', "The person's token has expired")
const noServiceToken = () => refused('NO_AUTH_FOUND', 'The portal has no service token')
const unreadableKeys = () =>
  refused('invalid_client', "The keys of the portal's app are unreadable")
const foreignTokens = () => refused('invalid_grant', 'The refresh token is of another portal')
