import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import http, { type AgentOptions, type ClientRequestArgs } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Duplex } from 'node:stream'
import axios, { type AxiosInstance } from 'axios'
import { type Allowance, createAllowance, isPublic, RefusedAddressError } from './address.ts'

export type GuardOptions = {
  /** Hosts or CIDR ranges in private networks that may be reached, also without TLS. */
  allowPrivate: readonly string[]
  timeoutMs: number
  /** Largest answer that is read. */
  maxBytes: number
  /** Asks the name service; the system's unless told otherwise. */
  resolve?: (host: string) => Promise<LookupAddress[]>
}

/** The one gate through which every request to a portal or an OAuth server goes. */
export type Guard = {
  request: AxiosInstance
  /** Puts another axios instance (the SDK's own) behind the same gate. */
  protect(client: AxiosInstance): void
}

/**
 * Resolves a name once, refuses private addresses unless allowed, connects to exactly the address
 * that was looked at, follows no redirects, ignores proxies of the environment, and keeps to limits
 * of size and time. Plain http is for hosts that are allowed by name, or by range as an address.
 */
export function createGuard(options: GuardOptions): Guard {
  const allowance = createAllowance(options.allowPrivate)
  const lookup = guardedLookup(allowance, options.resolve ?? resolveBySystem)
  const httpAgent = new GuardedHttpAgent({ lookup }, allowance)
  const httpsAgent = new GuardedHttpsAgent({ lookup }, allowance)

  const protect = (client: AxiosInstance) => {
    Object.assign(client.defaults, {
      httpAgent,
      httpsAgent,
      proxy: false,
      maxRedirects: 0,
      timeout: options.timeoutMs,
      maxContentLength: options.maxBytes,
      maxBodyLength: Infinity,
    })
    client.interceptors.request.use((config) => {
      const { protocol } = new URL(client.getUri(config))
      if (protocol !== 'https:' && protocol !== 'http:')
        throw new RefusedAddressError(`Requests by ${protocol} are not allowed`)
      // axios's own timeout starts anew with every byte; this one bounds the whole exchange.
      config.signal ??= AbortSignal.timeout(options.timeoutMs)
      return config
    })
  }

  const request = axios.create()
  protect(request)
  return { request, protect }
}

type Connected = (error: Error | null, stream: Duplex) => void

/** No keep-alive: every connection is looked up and checked anew. */
class GuardedHttpAgent extends http.Agent {
  readonly #allowance: Allowance

  constructor(options: AgentOptions, allowance: Allowance) {
    super(options)
    this.#allowance = allowance
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected) {
    const host = hostOf(options)
    if (!this.#allowance.hasHost(host) && !this.#allowance.hasAddress(host))
      throw new RefusedAddressError(`${host} must be reached by https`)
    return super.createConnection(options, connected)
  }
}

class GuardedHttpsAgent extends https.Agent {
  readonly #allowance: Allowance

  constructor(options: AgentOptions, allowance: Allowance) {
    super(options)
    this.#allowance = allowance
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected) {
    const host = hostOf(options)
    // Node looks up names only; an address in the URL is judged here.
    if (isIP(host) !== 0 && !mayReach(this.#allowance, host, host)) throw refusedHost(host)
    return super.createConnection(options, connected)
  }
}

const hostOf = (options: ClientRequestArgs) => options.host ?? ''

const mayReach = (allowance: Allowance, host: string, address: string) =>
  isPublic(address) || allowance.hasHost(host) || allowance.hasAddress(address)

const refusedHost = (host: string) =>
  new RefusedAddressError(`${host} lies in a network that must not be reached`)

function guardedLookup(
  allowance: Allowance,
  resolve: (host: string) => Promise<LookupAddress[]>,
): LookupFunction {
  return (host, options, answer) => {
    resolve(host).then(
      (found) => {
        const addresses = found.filter((one) => mayReach(allowance, host, one.address))
        const [first] = addresses
        if (!first) answer(refusedHost(host), '', 0)
        else if (options.all === true) answer(null, addresses)
        else answer(null, first.address, first.family)
      },
      (error: unknown) => {
        answer(error instanceof Error ? error : new Error(String(error)), '', 0)
      },
    )
  }
}

const resolveBySystem = (host: string) =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    systemLookup(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error) reject(error)
      else resolve(addresses)
    })
  })
