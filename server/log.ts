import { type DestinationStream, type Logger, pino } from 'pino'

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
  'err.config',
  'err.request',
  'err.response',
]

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, redact: { paths: secretPaths, censor: '[secret]' } }
  return destination ? pino(options, destination) : pino(options)
}
