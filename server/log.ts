import { type DestinationStream, type Logger, pino } from 'pino'
import { z } from 'zod'

/** Second fence only: tokens, bodies and addresses are not logged in the first place. */
const secretPaths = [
  'token',
  'accessToken',
  'refreshToken',
  'applicationToken',
  'authorization',
  'cookie',
  '*.token',
  '*.accessToken',
  '*.refreshToken',
  '*.applicationToken',
  '*.access_token',
  '*.refresh_token',
  '*.application_token',
  '*.authorization',
  '*.cookie',
  'headers.authorization',
]

export function createLog(level: string, destination?: DestinationStream): Logger {
  const redact = { paths: secretPaths, censor: '[secret]' }
  const options = { level, redact, serializers: { err: loggable } }
  return destination ? pino(options, destination) : pino(options)
}

/** What else an error may carry into the log; libraries hang requests and rows of tables on theirs. */
const kept = new Set(['code', 'status', 'method', 'field', 'severity', 'table', 'constraint'])

/** A failure without what a portal, a parser or a database has quoted in it. */
function loggable(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error
  const details = Object.entries(error).filter(([key]) => kept.has(key))
  return {
    type: error.constructor.name,
    message: withoutQuotes(error),
    ...Object.fromEntries(details),
    ...(error.cause !== undefined && { cause: loggable(error.cause) }),
    stack: framesOf(error),
  }
}

/** Parsers and databases put what they quote between quotation marks. */
function withoutQuotes(error: Error): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if ('isQuote' in error && error.isQuote === true) return '[words of the portal]'
  return error.message.replace(/".*"/s, '"…"')
}

const framesOf = ({ stack = '', message }: Error) =>
  stack
    .replace(message, () => '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
