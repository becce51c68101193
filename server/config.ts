import { z } from 'zod'
import { type IncomingMailConfig, incomingMailSchema } from './incoming-mail-config.ts'
import { type OperatorConfig, operatorSchema } from './operator-config.ts'
import { type KeepDays, retentionSchema } from './retention-config.ts'
import { type OutgoingMailConfig, outgoingMailSchema } from './outgoing-mail-config.ts'
import { type StopConfig, stopSchema } from './stop-config.ts'

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.length > 0),
)

/** `id:base64` of 32 bytes; the first key encrypts, all of them decrypt. */
const tokenKeys = list.transform((keys, context) => {
  if (keys.length === 0) context.addIssue({ code: 'custom', message: 'at least one id:base64' })
  return keys.map((key) => {
    const [id = '', encoded = ''] = key.split(':')
    const bytes = Buffer.from(encoded, 'base64')
    if (!/^[\w-]+$/.test(id) || bytes.length !== 32)
      context.addIssue({ code: 'custom', message: 'each key is id:base64 of exactly 32 bytes' })
    return { id, bytes }
  })
})

/** The three hosts that the vendor's documentation and SDK name. */
const vendorOAuthHosts =
  'https://oauth.bitrix.info,https://oauth.bitrix24.tech,https://oauth.bitrix24.info'

/** Where the data is: exactly one of the two. */
const databaseSchema = z
  .object({
    DATABASE_FILE: z
      .string()
      .default('')
      .describe('SQLite file, made where it is missing; for one process. This or `DATABASE_URL`'),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'postgres://user:password@host/database' })
      .or(z.literal(''))
      .default('')
      .describe('`postgres://user:password@host/database`; for any number of replicas'),
  })
  .transform(({ DATABASE_FILE: file, DATABASE_URL: url }, context) => {
    if ((file === '') === (url === ''))
      context.addIssue({
        code: 'custom',
        path: ['DATABASE_URL'],
        message: 'give either DATABASE_FILE (SQLite) or DATABASE_URL (PostgreSQL)',
      })
    return { database: url === '' ? { file } : { url } }
  })

const configSchema = z.object({
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('address under which portals and browsers reach us; HTTPS with a real domain'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('where to listen'),
  HOST: z.string().default('127.0.0.1').describe('on which of the machine’s addresses'),
  B24_CLIENT_ID: z.string().min(1).describe('key of the app, from the vendor’s cabinet'),
  B24_CLIENT_SECRET: z.string().min(1).describe('its secret'),
  B24_OAUTH_HOSTS: list
    .prefault(vendorOAuthHosts)
    .describe('origins that may see the client secret and say whose a token is'),
  TOKEN_KEYS: tokenKeys.describe(
    '`id:base64` of 32 random bytes, comma-separated; the first encrypts the portals’ tokens, all decrypt',
  ),
  SESSION_SECRET: z
    .string()
    .min(32, 'at least 32 characters')
    .describe('at least 32 characters; signs our short sessions and addresses for replies'),
  SESSION_SECRET_BEFORE: z
    .string()
    .min(32, 'at least 32 characters')
    .or(z.literal(''))
    .default('')
    .describe('the one that it replaces: still believed, while there are sessions of it'),
  ALLOW_PRIVATE_HOSTS: list
    .prefault('')
    .describe(
      'hosts or CIDR ranges in private networks that we may call, for a box that lives in one',
    ),
  WEBHOOK_PRIVATE_HOSTS: list
    .prefault('')
    .describe(
      'hosts in private networks to which parties may have events sent; `ALLOW_PRIVATE_HOSTS` does not open them',
    ),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('number of reverse proxies in front'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('how much is logged'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('where Prometheus reads `/metrics`; a door of its own, not for the public'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('on which address that is'),
  REST_LOG_FOLDER: z
    .string()
    .default('')
    .describe(
      'requests to portals with their answers, a file a day, without secrets and people’s texts',
    ),
  REST_LOG_DAYS: z.coerce
    .number()
    .int()
    .min(3)
    .max(365)
    .default(7)
    .describe('how long they are kept'),
})

/** Every setting, as its reference is made of it. */
export const settingsSchema = configSchema
  .and(databaseSchema)
  .and(incomingMailSchema)
  .and(outgoingMailSchema)
  .and(operatorSchema)
  .and(retentionSchema)
  .and(stopSchema)

export type Config = Readonly<{
  port: number
  host: string
  /** Origin under which portals and browsers reach us, without a trailing slash. */
  publicUrl: string
  bitrix: Readonly<{
    clientId: string
    clientSecret: string
    /** Origins that may see the client secret and say who a token belongs to. */
    oauthHosts: readonly string[]
    /** Hosts or CIDR ranges in private networks that outgoing requests may reach. */
    allowPrivate: readonly string[]
  }>
  /** An SQLite file for one process, or a PostgreSQL that any number of replicas share. */
  database: Readonly<{ file: string } | { url: string }>
  tokenKeys: readonly { id: string; bytes: Buffer }[]
  /** The first signs, all of them are believed. */
  sessionSecrets: readonly string[]
  logLevel: string
  /** Hosts in private networks to which parties may have events sent. */
  webhookPrivateHosts: readonly string[]
  /** How customers' mail comes in; null: not at all. */
  incomingMail: IncomingMailConfig | null
  /** The relay to which mail goes, and as whose; null: no mail. */
  mail: OutgoingMailConfig | null
  /** Who runs this server; null: nobody is named. */
  operator: OperatorConfig | null
  /** How long what is kept. */
  keepDays: KeepDays
  /** How the process ends when it is asked to. */
  stop: StopConfig
  /** Number of reverse proxies in front of us. */
  trustProxy: number
  /** Where monitoring reads; undefined: nowhere. */
  metrics: Readonly<{ port: number; host: string }> | undefined
  /** Where requests to portals are written down; undefined: nowhere. */
  restLog: Readonly<{ folder: string; days: number }> | undefined
}>

/**
 * Where the data is; enough for those who only save and restore them.
 *
 * @throws Error when that is missing or malformed
 */
export function parseDatabase(env: Record<string, string | undefined>): Config['database'] {
  return parse(databaseSchema, env).database
}

/** @throws Error naming every missing or malformed variable at once */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const value = parse(settingsSchema, env)
  return {
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.PUBLIC_URL,
    bitrix: {
      clientId: value.B24_CLIENT_ID,
      clientSecret: value.B24_CLIENT_SECRET,
      oauthHosts: value.B24_OAUTH_HOSTS,
      allowPrivate: value.ALLOW_PRIVATE_HOSTS,
    },
    database: value.database,
    tokenKeys: value.TOKEN_KEYS,
    sessionSecrets: [value.SESSION_SECRET, value.SESSION_SECRET_BEFORE].filter(Boolean),
    incomingMail: value.incomingMail,
    mail: value.mail,
    operator: value.operator,
    keepDays: value.keepDays,
    stop: value.stop,
    logLevel: value.LOG_LEVEL,
    webhookPrivateHosts: value.WEBHOOK_PRIVATE_HOSTS,
    trustProxy: value.TRUST_PROXY,
    metrics:
      value.METRICS_PORT === undefined
        ? undefined
        : { port: value.METRICS_PORT, host: value.METRICS_HOST },
    restLog:
      value.REST_LOG_FOLDER === ''
        ? undefined
        : { folder: value.REST_LOG_FOLDER, days: value.REST_LOG_DAYS },
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  env: Record<string, string | undefined>,
): z.output<Schema> {
  const parsed = schema.safeParse(env)
  if (!parsed.success) throw new Error(`Bad configuration:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
