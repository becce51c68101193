import { AjaxError, SdkError } from '@bitrix24/b24jssdk'
import { AxiosError } from 'axios'
import { z } from 'zod'
import { RefusedAddressError } from './address.ts'

/** What may help: new tokens, another try later, or nothing that we can do. */
export type Retry = 'refresh' | 'later' | 'never'

type Details = {
  method: string
  /** The portal's own code, or one of ours when there is no answer. */
  code: string
  /** HTTP status; 0 when there was no answer. */
  status: number
  message: string
  isUncertain?: boolean
  isQuote?: boolean
  cause?: unknown
}

/** A Bitrix24 call that failed; the message is in the portal's words where it had any. */
export class BitrixError extends Error {
  override readonly name = 'BitrixError'
  readonly method: string
  readonly code: string
  readonly status: number
  readonly retry: Retry
  /** How long to wait at least, where the portal tells. */
  retryAfterMs: number | undefined
  /** The call may have taken effect: its answer was lost or unreadable. */
  readonly isUncertain: boolean
  /** The portal takes no calls of ours at all, until people change something there. */
  readonly isClosed: boolean
  /** The OAuth server does not know the app by its keys, or not in this portal. */
  readonly isOfKeys: boolean
  /** The message is the portal's, which may repeat in it what it was sent: not for a log. */
  readonly isQuote: boolean

  constructor(details: Details) {
    super(details.message === '' ? details.code : details.message, { cause: details.cause })
    this.method = details.method
    this.code = codePattern.test(details.code) ? details.code : ownCodes.unreadable
    this.isQuote = details.isQuote ?? false
    this.status = details.status
    this.isClosed = isClosed(details)
    this.isOfKeys = keyCodes.has(details.code)
    this.retry = this.isClosed ? 'later' : retryOf(details.code, details.status)
    this.retryAfterMs = waits[details.code] ?? (details.status === 429 ? 60_000 : undefined)
    this.isUncertain = details.isUncertain ?? isUncertain(details.code, details.status)
  }
}

/** Codes of our own, for what is not an answer of the portal. */
export const ownCodes = {
  /** It was not sent, because somebody else does it by now. */
  withdrawn: 'WITHDRAWN',
  /** The answer has not the documented shape. */
  badAnswer: 'BAD_ANSWER',
  /** The guard does not let us go there. */
  addressRefused: 'ADDRESS_REFUSED',
  /** The portal answers from another address now. */
  moved: 'PORTAL_MOVED',
  /** Neither result nor error came for a command of a batch. */
  noAnswer: 'NO_ANSWER',
  /** More than the guard reads. */
  tooLarge: 'ANSWER_TOO_LARGE',
  /** The portal's code is no code. */
  unreadable: 'UNREADABLE_CODE',
} as const

const own = new Set<string>(Object.values(ownCodes))
/** Empty and numeric ones exist (platform.md §3.2). */
const codePattern = /^[\w.:-]{0,80}$/

// platform.md §2.4, §2.6, §3.6
const needNewTokens = new Set(['expired_token', 'invalid_token', 'NO_AUTH_FOUND', 'invalid_grant'])
const passing = new Set([
  'QUERY_LIMIT_EXCEEDED',
  'OPERATION_TIME_LIMIT',
  'OVERLOAD_LIMIT',
  'INTERNAL_SERVER_ERROR',
  'ERROR_UNEXPECTED_ANSWER',
  'PORTAL_DELETED',
  ownCodes.moved,
  ownCodes.noAnswer,
  ownCodes.withdrawn,
])
const hopeless = new Set<string>([ownCodes.badAnswer, ownCodes.addressRefused, ownCodes.tooLarge])
/** Refused before anything was done, whatever the status says. */
const neverBegun = new Set([
  'QUERY_LIMIT_EXCEEDED',
  'OPERATION_TIME_LIMIT',
  'OVERLOAD_LIMIT',
  'PORTAL_DELETED',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  ownCodes.addressRefused,
  ownCodes.withdrawn,
])
const uncertainCodes = new Set([
  'INTERNAL_SERVER_ERROR',
  'ERROR_UNEXPECTED_ANSWER',
  ownCodes.noAnswer,
])
const waits: Record<string, number> = {
  QUERY_LIMIT_EXCEEDED: 1500,
  OPERATION_TIME_LIMIT: 60_000,
  OVERLOAD_LIMIT: 600_000,
}

/**
 * How a call ended, as one of few words, whatever a portal may think of.
 *
 * @returns the code where this program knows it, else the HTTP status: «HTTP_400»
 */
export const outcomeOf = ({ code, status }: BitrixError): string =>
  knownCodes.has(code) ? code : `HTTP_${String(status)}`

function retryOf(code: string, status: number): Retry {
  if (needNewTokens.has(code)) return 'refresh'
  if (passing.has(code)) return 'later'
  if (hopeless.has(code)) return 'never'
  return status === 0 || status === 408 || status === 429 || status >= 500 ? 'later' : 'never'
}

const keyCodes = new Set(['invalid_client', 'wrong_client'])
// platform.md §2.4, §2.6, §3.6, §10
const closing = new Set([
  ...keyCodes,
  'PAYMENT_REQUIRED',
  'user_access_error',
  'OVERLOAD_LIMIT',
  'PORTAL_DELETED',
])
/** Their ACCESS_DENIED with 403 is about the person, others say 400 for that. */
const personal = /^(event|placement|bizproc|voximplant|app|user)\./

/** The end of a licence or subscription says ACCESS_DENIED too, but to every call, and with 403. */
const isClosed = ({ code, status, method }: Details): boolean =>
  closing.has(code) || (code === 'ACCESS_DENIED' && status === 403 && !personal.test(method))

const knownCodes = new Set([
  ...[own, needNewTokens, passing, neverBegun, uncertainCodes, closing].flatMap((set) => [...set]),
  ...['ACCESS_DENIED', 'NOT_FOUND', 'ERROR_METHOD_NOT_FOUND', 'insufficient_scope'],
  ...['TIMEOUT', 'ECONNRESET', 'UNKNOWN'],
])

function isUncertain(code: string, status: number): boolean {
  if (neverBegun.has(code) || closing.has(code) || needNewTokens.has(code)) return false
  return uncertainCodes.has(code) || status === 0 || status === 408 || status >= 500
}

const refusalSchema = z.object({
  error: z.union([z.string(), z.number(), z.object({ code: z.string(), message: z.string() })]),
  error_description: z.string().optional().catch(undefined),
})

/**
 * Reads a refusal of the portal, which may have an empty or numeric code (platform.md §3.2).
 *
 * @returns undefined when the answer is no refusal
 */
export function readRefusal(
  method: string,
  answer: unknown,
  status: number,
): BitrixError | undefined {
  const parsed = refusalSchema.safeParse(Buffer.isBuffer(answer) ? jsonIn(answer) : answer)
  if (!parsed.success) return undefined
  const { error, error_description } = parsed.data
  if (typeof error === 'object')
    return quoted({ method, code: error.code, status, message: error.message })
  return quoted({ method, code: String(error), status, message: error_description ?? '' })
}

const quoted = (refusal: Details) =>
  new BitrixError({ ...refusal, message: refusal.message.slice(0, 1000), isQuote: true })

/** A download's answer comes as bytes; a refusal among them is short JSON. */
function jsonIn(bytes: Buffer): unknown {
  if (bytes.length > 10_000) return undefined
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // Not JSON: then it is the file.
    return undefined
  }
}

/** An answer that came with success but has not the documented shape; the call took effect. */
export const badAnswer = (method: string, cause: unknown) =>
  new BitrixError({
    method,
    code: ownCodes.badAnswer,
    status: 200,
    message: 'The portal answered in a way that we do not understand',
    isUncertain: true,
    cause,
  })

/**
 * Anything that the SDK or axios throws → what we know about it. Requests with their tokens, which
 * both keep in their errors, do not come along.
 */
export function toBitrixError(method: string, error: unknown): BitrixError {
  const found = rootOf(error)
  if (found instanceof BitrixError) return found
  if (found instanceof RefusedAddressError) return addressRefused(method, found)
  if (found instanceof AxiosError) return fromAxios(method, found)
  if (error instanceof SdkError) {
    const { code, status, message } = error
    return new BitrixError({
      method,
      code,
      status,
      message,
      isQuote: true,
      cause: found === error ? undefined : found,
    })
  }
  if (error instanceof Error) return noAnswer(method, 'UNKNOWN', error.message)
  return noAnswer(method, 'UNKNOWN', String(error))
}

/** The SDK wraps what our own callbacks and axios throw (sdk.md §0.2). */
function rootOf(error: unknown): unknown {
  const inner = error instanceof AjaxError ? originalOf(error) : undefined
  const outer = inner ?? error
  return outer instanceof AxiosError && outer.cause instanceof RefusedAddressError
    ? outer.cause
    : outer
}

function originalOf(error: AjaxError): Error | undefined {
  const { originalError } = error as { originalError?: unknown }
  return originalError instanceof Error ? rootError(originalError) : undefined
}

const rootError = (error: Error): Error =>
  error instanceof AjaxError ? (originalOf(error) ?? error) : error

function fromAxios(method: string, error: AxiosError): BitrixError {
  const { response } = error
  if (!response) {
    const isTimeout = error.code === 'ERR_CANCELED' || error.code === 'ECONNABORTED'
    if (error.message.startsWith('maxContentLength'))
      return noAnswer(method, ownCodes.tooLarge, 'The answer is larger than we take')
    return noAnswer(method, isTimeout ? 'TIMEOUT' : (error.code ?? 'UNKNOWN'), error.message)
  }
  const { status } = response
  if (status >= 300 && status < 400)
    return new BitrixError({
      method,
      code: ownCodes.moved,
      status,
      message: 'The portal has moved',
    })
  const refusal = readRefusal(method, response.data, status)
  if (refusal) return refusal
  if (status < 300) return badAnswer(method, new Error(error.message))
  const message = `The portal answered with HTTP ${status}`
  return new BitrixError({ method, code: `HTTP_${status}`, status, message })
}

const noAnswer = (method: string, code: string, message: string) =>
  new BitrixError({ method, code, status: 0, message })

const addressRefused = (method: string, error: RefusedAddressError) =>
  new BitrixError({
    method,
    code: ownCodes.addressRefused,
    status: 0,
    message: error.message,
    cause: error,
  })
