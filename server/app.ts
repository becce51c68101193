import { createHash, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import type { Logger } from 'pino'
import { linkHash } from '../shared/evidence/chain.ts'
import type { Clock } from '../shared/time.ts'
import { createAutomations } from './automations.ts'
import { toSafeText } from './bitrix/bbcode.ts'
import { createPortalClients } from './bitrix/client.ts'
import { getComment, listComments } from './bitrix/comments.ts'
import { createFiles } from './bitrix/files.ts'
import { createGuard } from './bitrix/guard.ts'
import { getItem } from './bitrix/items.ts'
import { createOAuth } from './bitrix/oauth.ts'
import { getUsers, profile } from './bitrix/people.ts'
import { listStageMoves } from './bitrix/stage-history.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/database.ts'
import { api } from './http/api.ts'
import { appPage } from './http/app-page.ts'
import { bitrixEvents } from './http/bitrix-events.ts'
import { createServer } from './http/create-server.ts'
import { robots } from './http/robots.ts'
import { createSessions } from './http/sessions.ts'
import { createDeliverOutbox } from './jobs/deliver-outbox.ts'
import { createProcessInbox } from './jobs/process-inbox.ts'
import { type JobName, type Jobs, onOurPortals, runJobs } from './jobs/run-jobs.ts'
import { createTickClocks } from './jobs/tick-clocks.ts'
import { createDeliveries } from './deliveries.ts'
import { createDesk } from './desk.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { createOffice } from './office.ts'
import { createPortalCare } from './portal-care.ts'
import { createSecretBox } from './secret-box.ts'
import { createActOnTicket } from './usecases/act-on-ticket.ts'
import { bootSchema } from './usecases/boot.ts'
import { createCommitTicket } from './usecases/commit-ticket.ts'
import { createSideBySide } from './jobs/side-by-side.ts'
import { createLocateComments } from './usecases/locate-comments.ts'
import { createOpenSession } from './usecases/open-session.ts'
import { frontOf } from './usecases/portal-view.ts'
import { createReadSide } from './usecases/read-side.ts'
import { createReceiveEvent } from './usecases/receive-event.ts'
import { createRegisterTicket } from './usecases/register-ticket.ts'
import { createSyncTicket } from './usecases/sync-ticket.ts'
import { createWebhooks } from './webhooks.ts'

export type App = {
  server: Express
  jobs: Jobs
  /** Starts the jobs' loops; tests step the jobs instead. */
  start(): void
  stop(): Promise<void>
}

type World = { clock: Clock; log: Logger }

/** Vite builds the pages into `dist/client`; we run as sources or from `dist/server`. */
const builtPages = import.meta.url.endsWith('.ts') ? '../dist/client' : '../client'
const clientFolder = fileURLToPath(new URL(builtPages, import.meta.url))
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The one place where adapters, use cases, jobs and doors meet. */
export async function createApp(config: Config, { clock, log }: World): Promise<App> {
  const box = createSecretBox(config.tokenKeys)
  const db = await openDatabase(config.database, box)
  const { clientId, clientSecret, oauthHosts, allowPrivate } = config.bitrix
  const guard = createGuard({ allowPrivate, timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024 })
  const oauth = createOAuth({ guard, clientId, clientSecret, oauthHosts, clock })
  const clients = createPortalClients({
    guard,
    oauth,
    tokens: db.tokens,
    clock,
    log,
    userAgent: 'sla-desk',
    onMoved: (memberId, clientEndpoint) => db.portals.saveAddress(memberId, clientEndpoint),
    onRefusal: (memberId) => {
      db.upkeep.askCheck(memberId, clock.now()).catch((error: unknown) => {
        log.error({ err: error, memberId }, 'check not asked for')
      })
    },
  })
  const files = createFiles({ guard, clients, db })
  const lock = createKeyedLock()
  let kick: (name: JobName) => void = () => undefined
  const wakeInbox = () => {
    kick('processInbox')
  }
  const wakeOutbox = () => {
    kick('deliverOutbox')
  }

  const commit = createCommitTicket({
    db,
    clock,
    linkHash: (previous, fact) => linkHash(sha256, previous, fact),
    wake: wakeOutbox,
  })
  const { readSide, readAuthors } = createReadSide({
    clients,
    db,
    clock,
    commands: { getItem, listComments, listStageMoves, getUsers },
  })
  const sync = createSyncTicket({
    db,
    clock,
    lock,
    log,
    readSide,
    readAuthors,
    register: createRegisterTicket({ db, newId: randomUUID, toSafeText, commit }),
    commit,
    toSafeText,
  })
  const act = createActOnTicket({ db, clock, lock, commit, toSafeText })
  const { publicUrl } = config
  const careWorld = { publicUrl, lock, clock, log, wakeInbox, wakeOutbox }
  const care = createPortalCare(db, clients, careWorld)
  const reading = createSideBySide()
  const delivering = createSideBySide()
  const prepare = createDeliveries(db, { files, lock, clock, wakeInbox })
  const automations = createAutomations(db, clients, {
    ...{ oauth, clientId, clock, log, act, sync, wakeInbox, wakeOutbox },
  })
  const own = createWebhooks(db, {
    allowPrivate: config.webhookPrivateHosts,
    ...{ clock, log },
    wake: () => {
      kick('deliverWebhooks')
    },
  })
  const steps = {
    processInbox: createProcessInbox({
      ...{ db, sync, clock, log },
      locateComments: createLocateComments({ db, clients, getComment, clock }),
      runRobot: automations.runRobot,
      portals: reading,
    }),
    deliverOutbox: createDeliverOutbox({
      ...{ db, clients, prepare, clock, log },
      portals: delivering,
    }),
    tickClocks: createTickClocks({ db, clock, wake: wakeInbox }),
    sweepPortals: care.sweepPortals,
    setUpPortals: care.setUpPortals,
    deliverWebhooks: own.deliverWebhooks,
  }
  const jobs = onOurPortals(steps, db.claims)

  const takeHint = async (memberId: string, itemId: number) => {
    await db.intake.take(memberId, { kind: 'item', itemId }, clock.now())
    wakeInbox()
  }
  const sessions = createSessions(config.sessionSecret, clock)
  const server = createServer({
    api: api({
      sessions,
      openSession: createOpenSession({
        oauth,
        clients,
        commands: { profile },
        db,
        openBoot: (sealed) => bootSchema.parse(JSON.parse(box.open(sealed, 'boot'))),
        sign: ({ memberId, user }) =>
          sessions.sign({ memberId, userId: user.id, name: user.name, isAdmin: user.isAdmin }),
        clientId,
        clock,
      }),
      setUp: care.setUp,
      ...createOffice(db, { clients, lock, clock, takeHint, wakeOutbox }),
      ...createDesk(db, { clock, act }),
      webhooks: own.webhooks,
      db,
    }),
    appPage: appPage({
      indexFile: `${clientFolder}/index.html`,
      sealBoot: (boot) => box.seal(JSON.stringify(boot), 'boot'),
      portalOf: async (memberId) => frontOf(await db.portals.find(memberId)),
    }),
    events: bitrixEvents({
      receiveEvent: createReceiveEvent({
        db,
        clock,
        log,
        oauth,
        clientId,
        reportTrouble: care.reportTrouble,
        forgetClient: (memberId) => {
          clients.forget(memberId)
        },
        wake: wakeInbox,
      }),
    }),
    robots: robots(automations),
    clientFolder,
    trustProxy: config.trustProxy,
    clock,
    log,
  })

  let running: ReturnType<typeof runJobs> | undefined
  return {
    server,
    jobs,
    start() {
      running = runJobs(jobs, log)
      kick = running.kick
      kick('claimPortals')
    },
    async stop() {
      await running?.stop()
      await Promise.all([reading.idle(), delivering.idle()])
      await db.close()
    },
  }
}

/** Listens, and says in one line when the port is taken. */
export function listen(app: App, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.server.listen(port, host, (error?: Error) => {
      if (error) reject(error)
      else resolve(server)
    })
  })
}
