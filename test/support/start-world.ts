import { once } from 'node:events'
import type { Server } from 'node:http'
import type { DNSResolver } from 'mailauth'
import type { DestinationStream } from 'pino'
import { type App, createApp } from '../../server/app.ts'
import type { AppKeys } from '../../server/bitrix/oauth.ts'
import { type Config, parseConfig } from '../../server/config.ts'
import { listen } from '../../server/listen.ts'
import { createLog } from '../../server/log.ts'
import { startEmulator } from '../portal/emulator.ts'
import { pageRoutes } from '../portal/page/page-routes.ts'
import { sessionUser } from '../portal/page/session-user.ts'
import type { AppSeed, Emulator, EmulatorOptions, Portal } from '../portal/types.ts'
import { type Cast, customerPortal, partnerPortal, usualCast } from './cast.ts'
import { freePort } from './free-port.ts'
import { createMovableClock, type MovableClock } from './movable-clock.ts'

export type World = {
  emulator: Emulator
  partner: Portal
  customer: Portal
  app: App
  /** For further replicas of the app. */
  config: Config
  appUrl: string
  /** Of the app's SMTP door; null where it has none. */
  smtpPort: number | null
  clock: MovableClock
  /** Our server answers nobody from now on; again when opened. */
  closeDoor(): Promise<void>
  openDoor(): Promise<void>
  /** Steps jobs and portals until nothing is left to do; not while the app's own loops run. */
  settle(): Promise<unknown>
  stop(): Promise<void>
}

export type WorldOptions = {
  /** Where the world's time begins; the machine's own time by default. */
  startsAt?: string
  /** How far this world's time is ahead of the machine's. */
  offsetMs?: number
  databaseFile?: string
  /** A PostgreSQL instead of a file. */
  databaseUrl?: string
  ports?: { app: number; oauth: number; portals: number[] }
  /** Where calls and events are recorded, as PORTAL_TRAFFIC does it for a whole run. */
  trafficFile?: string
  /** The portals' own records, kept between runs of the demo. */
  stateFile?: string
  logLevel?: string
  /** Where the log goes instead of the standard output. */
  logTo?: DestinationStream
  /** Number of reverse proxies whose word of an address is believed. */
  trustProxy?: number
  /** Where requests to portals are written down. */
  restLogFolder?: string
  /** What handlers are called instead of the loopback address, for portals that insist on HTTPS. */
  publicUrl?: string
  isStrict?: boolean
  /** Keys of the customer's local app, which stands there in place of the common one. */
  localApp?: AppKeys
  /** Other people and words in the same two portals. */
  cast?: Cast
  /** Methods that a portal has not: 'bizproc.*'. */
  customerLacks?: string[]
  partnerLacks?: string[]
  /** Where mail goes; without it mail is off. */
  smtpUrl?: string
  /** MAIL_… variables: how mail comes in; without them it does not. */
  mail?: Record<string, string>
  /** Asked about senders of mail. */
  resolver?: DNSResolver
}

/** Keys of demo and tests; a real deployment refuses to start without its own. */
export const demoEnvironment = {
  B24_CLIENT_ID: 'app.5f1d2c3b4a5968.10000001',
  B24_CLIENT_SECRET: 'demo-secret-of-the-emulated-app',
  TOKEN_KEYS: `demo:${Buffer.from('demo key, thirty-two bytes long!').toString('base64')}`,
  OPERATOR_NAME: 'ООО «МартинСофт»',
  OPERATOR_EMAIL: 'privacy@martinsoft.example',
  SESSION_SECRET: 'demo session secret, at least 32 characters',
}

const scope = ['crm', 'placement', 'user_brief', 'im', 'disk', 'userfieldconfig', 'bizproc', 'task']

/** Two portals, the OAuth server and our backend, in one process and in one time. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = createMovableClock(options.startsAt)
  clock.advance(options.offsetMs ?? 0)
  const appPort = options.ports?.app ?? (await freePort())
  const appUrl = `http://127.0.0.1:${String(appPort)}`
  const emulator = await startEmulator(portalsOf(options, appUrl, clock))
  const config = parseConfig({
    ...demoEnvironment,
    PORT: String(appPort),
    PUBLIC_URL: options.publicUrl ?? appUrl,
    B24_OAUTH_HOSTS: emulator.oauthUrl.replace(/\/$/, ''),
    ALLOW_PRIVATE_HOSTS: 'localhost,127.0.0.1',
    WEBHOOK_PRIVATE_HOSTS: 'localhost',
    ...databaseOf(options),
    ...options.mail,
    ...(options.smtpUrl !== undefined && {
      SMTP_URL: options.smtpUrl,
      MAIL_FROM: 'Поддержка МартинСофт <support@martinsoft.example>',
    }),
    ...operationOf(options),
  })
  const app = await createApp(config, {
    ...{ clock, log: createLog(config.logLevel, options.logTo) },
    ...(options.resolver && { resolver: options.resolver }),
  })
  const server = await listen(app.server, { port: appPort, host: '127.0.0.1' })
  const smtpPort = await app.openMail()
  return {
    emulator,
    partner: emulator.portal(partnerPortal.name),
    customer: emulator.portal(customerPortal.name),
    app,
    config,
    appUrl,
    smtpPort,
    clock,
    closeDoor: () => closeDoor(server),
    async openDoor() {
      server.listen(appPort, '127.0.0.1')
      await once(server, 'listening')
    },
    settle: () => settle([app], emulator),
    stop: () => stop(app, server, emulator),
  }
}

const databaseOf = ({ databaseUrl, databaseFile = ':memory:' }: WorldOptions) =>
  databaseUrl === undefined ? { DATABASE_FILE: databaseFile } : { DATABASE_URL: databaseUrl }

const operationOf = ({
  logLevel = 'silent',
  trustProxy = 0,
  restLogFolder = '',
}: WorldOptions) => ({
  LOG_LEVEL: logLevel,
  TRUST_PROXY: String(trustProxy),
  REST_LOG_FOLDER: restLogFolder,
})

/** Our app as the portals' market knows it. */
export const appOf = (appUrl: string): AppSeed => ({
  clientId: demoEnvironment.B24_CLIENT_ID,
  clientSecret: demoEnvironment.B24_CLIENT_SECRET,
  url: `${appUrl}/app`,
  scope,
  code: 'martinsoft.sla',
  title: usualCast.appTitle,
})

function portalsOf(options: WorldOptions, appUrl: string, clock: MovableClock): EmulatorOptions {
  const traffic = options.trafficFile ?? process.env.PORTAL_TRAFFIC
  const { appTitle, partner, customer } = options.cast ?? usualCast
  return {
    clock,
    app: { ...appOf(appUrl), title: appTitle },
    portals: [
      {
        ...partner,
        ...(options.partnerLacks && { withoutMethods: options.partnerLacks }),
      },
      {
        ...customer,
        ...(options.localApp && { localApp: options.localApp }),
        ...(options.customerLacks && { withoutMethods: options.customerLacks }),
      },
    ],
    advanceClock: (ms) => {
      clock.advance(ms)
    },
    extraRoutes: [pageRoutes],
    sessionUser,
    ...(options.ports && { ports: options.ports }),
    ...(traffic !== undefined && { trafficFile: traffic }),
    ...(options.stateFile !== undefined && { stateFile: options.stateFile }),
    ...(options.isStrict !== undefined && { isStrict: options.isStrict }),
  }
}

/** Steps the jobs of one replica or several, and the portals, until nothing is left to do. */
export async function settle(replicas: readonly App[], emulator: Emulator): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    await emulator.idle()
    const worked = await Promise.all(replicas.map(({ jobs }) => stepOnce(jobs)))
    await emulator.idle()
    quiet = worked.some(Boolean) ? 0 : quiet + 1
  }
}

async function stepOnce(jobs: App['jobs']): Promise<boolean> {
  const worked = [
    await jobs.claimPortals(),
    await jobs.recoverRestored(),
    await jobs.setUpPortals(),
    await jobs.tickClocks(),
    await jobs.processInbox(),
    await jobs.deliverOutbox(),
    await jobs.deliverWebhooks(),
    await jobs.pollMailbox(),
    await jobs.readMails(),
    await jobs.deliverMails(),
  ]
  return worked.some(Boolean)
}

async function stop(app: App, server: Server, emulator: Emulator): Promise<void> {
  await closeDoor(server)
  await app.stop()
  await emulator.close()
}

async function closeDoor(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
