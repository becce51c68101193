import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import type { DNSResolver } from 'mailauth'
import type { Logger } from 'pino'
import type { PortalCondition } from '../shared/api/condition.ts'
import type { Clock } from '../shared/time.ts'
import { createAutomations } from './automations.ts'
import { createBridge } from './bridge.ts'
import { createPortalClients } from './bitrix/client.ts'
import { getComment } from './bitrix/comments.ts'
import { createFiles } from './bitrix/files.ts'
import { createGuard } from './bitrix/guard.ts'
import { createOAuth } from './bitrix/oauth.ts'
import { profile } from './bitrix/people.ts'
import { createCondition } from './condition.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/database.ts'
import { api } from './http/api.ts'
import { appPage } from './http/app-page.ts'
import { bitrixDoors } from './http/bitrix-doors.ts'
import { createServer } from './http/create-server.ts'
import { legalPages } from './http/legal-pages.ts'
import { createSessions } from './http/sessions.ts'
import { createDeliverOutbox } from './jobs/deliver-outbox.ts'
import { createProcessInbox } from './jobs/process-inbox.ts'
import { type JobName, type Jobs, onOurPortals, runJobs } from './jobs/run-jobs.ts'
import { createFillReports } from './jobs/fill-reports.ts'
import { createTidyOutside } from './jobs/tidy-outside.ts'
import { createWatchContracts } from './jobs/watch-contracts.ts'
import { createTickClocks } from './jobs/tick-clocks.ts'
import { createDeliveries } from './deliveries.ts'
import { createDesk } from './desk.ts'
import { createEvidence } from './evidence.ts'
import { createIncomingMail } from './incoming-mail.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { createMailing } from './mailing.ts'
import { createOffice } from './office.ts'
import { hashOf, newToken } from './one-time-token.ts'
import type { Metrics } from './operation/metrics.ts'
import { createPartyData } from './party-data.ts'
import { createPortalCare } from './portal-care.ts'
import { createRescue } from './rescue.ts'
import { createSecretBox } from './secret-box.ts'
import { createAppKeys } from './usecases/app-keys.ts'
import { createKeepLocalApps } from './usecases/keep-local-apps.ts'
import { bootSchema } from './usecases/boot.ts'
import { createSideBySide } from './jobs/side-by-side.ts'
import { createLocateComments } from './usecases/locate-comments.ts'
import { createOpenSession } from './usecases/open-session.ts'
import { frontOf } from './usecases/portal-view.ts'
import { createIsProof } from './usecases/prove-caller.ts'
import { createReceiveEvent } from './usecases/receive-event.ts'
import { createTellHeld } from './usecases/tell-held.ts'
import { createMoney } from './money.ts'
import { createInvoicing } from './invoicing.ts'
import { createWatch } from './watch.ts'
import { createWebhooks } from './webhooks.ts'

export type App = {
  server: Express
  jobs: Jobs
  /** Lets customers' mail in. @returns the port of the SMTP door; null where there is none */
  openMail(): Promise<number | null>
  metrics: Metrics
  /** How each portal does, for those who run the server. */
  condition: () => Promise<PortalCondition[]>
  /** From now on `/ready` says that no new work should be sent here. */
  announceStop(): void
  /** Starts the jobs' loops; tests step the jobs instead. */
  start(): void
  stop(): Promise<void>
}

type World = {
  clock: Clock
  log: Logger
  /** Asked about senders of mail instead of the machine's DNS. */
  resolver?: DNSResolver
}

/** Vite builds the pages into `dist/client` and `dist/rescue`; we run as sources or from `dist/server`. */
const dist = import.meta.url.endsWith('.ts') ? '../dist' : '..'
const clientFolder = fileURLToPath(new URL(`${dist}/client`, import.meta.url))
const rescueFolder = fileURLToPath(new URL(`${dist}/rescue`, import.meta.url))

/** The one place where adapters, use cases, jobs and doors meet. */
export async function createApp(config: Config, world: World): Promise<App> {
  const { clock, log } = world
  const box = createSecretBox(config.tokenKeys)
  const db = await openDatabase(config.database, box)
  const watch = createWatch(db, { restLog: config.restLog, clock, log })
  const { clientId, clientSecret, oauthHosts, allowPrivate } = config.bitrix
  const appKeys = createAppKeys({ db, ours: { clientId, clientSecret } })
  const guard = createGuard({ allowPrivate, timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024 })
  const oauth = createOAuth({ guard, oauthHosts, clock })
  const clients = createPortalClients({
    guard,
    oauth,
    keysOf: appKeys.ofPortal,
    tokens: db.tokens,
    clock,
    log,
    userAgent: 'sla-desk',
    onExchange: watch.onExchange,
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
  const wake =
    (...names: JobName[]) =>
    () => {
      for (const name of names) kick(name)
    }
  const wakeInbox = wake('processInbox')
  const wakeOutbox = wake('deliverOutbox', 'deliverMails')

  const mailing = createMailing(db, config, { clock, log, wakeInbox })
  const bridgeWorld = { clients, lock, clock, log, wakeOutbox, tellByMail: mailing.tellByMail }
  const { sync, act, takeOutsidePost, recoverRestored } = createBridge(db, bridgeWorld)
  const { publicUrl } = config
  const careWorld = { publicUrl, lock, clock, log, wakeInbox, wakeOutbox }
  const care = createPortalCare(db, clients, careWorld)
  const desk = createDesk(db, { clients, clock, log, act, wakeOutbox })
  const [reading, delivering] = [createSideBySide(), createSideBySide()]
  const prepare = createDeliveries(db, { files, lock, clock, wakeInbox })
  const automations = createAutomations(db, clients, {
    ...{ oauth, appKeys, clock, log, act, sync, wakeInbox, wakeOutbox },
  })
  const own = createWebhooks(db, {
    allowPrivate: config.webhookPrivateHosts,
    ...{ clock, log },
    wake: wake('deliverWebhooks'),
  })
  const money = createMoney(db, { hasMail: mailing.isOn, clock, log, wake })
  const invoicing = createInvoicing(db, { clients, clock, log, wakeOutbox })
  const evidence = createEvidence(db, { hasMail: mailing.isOn, clock, log, wakeOutbox })
  const mailIn = createIncomingMail(db, config, { ...world, wake })
  const condition = createCondition(db, config, { clients, meters: watch.meters, clock })
  const parties = createPartyData(db, { keepDays: config.keepDays, clock, log })
  const localApps = createKeepLocalApps({
    ...{ db, clock, newToken, hashOf, publicUrl },
    forgetClient: clients.forget,
  })
  const steps = {
    processInbox: createProcessInbox({
      ...{ db, sync, clock, log },
      locateComments: createLocateComments({ db, clients, getComment, clock }),
      runRobot: automations.runRobot,
      pressCard: desk.pressCard,
      takeOutsidePost,
      portals: reading,
    }),
    deliverOutbox: createDeliverOutbox({
      ...{ db, clients, prepare, clock, log },
      portals: delivering,
    }),
    tickClocks: createTickClocks({
      ...{ db, clock, wake: wakeInbox },
      tellHeld: createTellHeld({ db, clock, wake: wakeOutbox }),
    }),
    ...{ recoverRestored, sweepPortals: care.sweepPortals, setUpPortals: care.setUpPortals },
    ...{ deliverWebhooks: own.deliverWebhooks, makeStatements: money.makeStatements },
    ...{ sendReports: money.sendReports, forgetOld: parties.forgetOld },
    ...{ readMails: mailIn.readMails, pollMailbox: mailIn.pollMailbox },
    deliverMails: mailing.deliverMails,
    watchContracts: createWatchContracts({ db, clock, wake: wakeOutbox }),
    ...{ followInvoices: invoicing.followInvoices, keepEvidence: evidence.keepEvidence },
    ...{ fillReports: createFillReports({ db, log }), notePulse: condition.notePulse },
    ...{ tidyOutside: createTidyOutside({ db }), rebuildClocks: evidence.rebuildClocks },
  }
  const jobs = watch.measured(onOurPortals(steps, db.claims))

  const takeHint = async (memberId: string, itemId: number) => {
    await db.intake.take(memberId, { kind: 'item', itemId }, clock.now())
    wakeInbox()
  }
  const sessions = createSessions(config.sessionSecrets, clock)
  const server = createServer({
    api: api({
      sessions,
      roleOf: (claims) => db.officeRoles.roleOf(claims),
      openSession: createOpenSession({
        oauth,
        clients,
        commands: { profile },
        db,
        openBoot: (sealed) => bootSchema.parse(JSON.parse(box.open(sealed, 'boot'))),
        sign: ({ memberId, user }) =>
          sessions.sign({ memberId, userId: user.id, name: user.name, isAdmin: user.isAdmin }),
        appKeys,
        clock,
      }),
      ...{ setUp: care.setUp, webhooks: own.webhooks },
      ...createOffice(db, { clients, lock, clock, takeHint, wakeOutbox }),
      ...desk,
      ...{ mails: mailIn.mails, mailChoices: mailing.choices, invoices: invoicing.invoices },
      ...{ money: money.money, documents: money.documents, evidence: evidence.evidence },
      ...{ condition, partyData: parties.partyData, localApps },
    }),
    appPage: appPage({
      indexFile: `${clientFolder}/index.html`,
      sealBoot: (boot) => box.seal(JSON.stringify(boot), 'boot'),
      portalOf: async (memberId) => frontOf(await db.portals.find(memberId)),
    }),
    bitrix: bitrixDoors({
      isProof: createIsProof(db),
      receiveRobotCall: automations.receiveRobotCall,
      receiveEvent: createReceiveEvent({
        ...{ db, clock, log, oauth, appKeys },
        reportTrouble: care.reportTrouble,
        forgetClient: clients.forget,
        wake: wakeInbox,
      }),
    }),
    rescue: createRescue(db, config, { clock, log, wake, folder: rescueFolder, mailIn, localApps }),
    ...{ clientFolder, trustProxy: config.trustProxy },
    ...{ measureRequests: watch.metrics.requests, isReady: watch.isReady },
    ...{ clock, log, legalPages: legalPages(config.operator) },
  })

  let running: ReturnType<typeof runJobs> | undefined
  return {
    server,
    jobs,
    openMail: mailIn.open,
    ...{ metrics: watch.metrics, condition: condition.ofAll, announceStop: watch.announceStop },
    start() {
      running = runJobs(jobs, log)
      kick = running.kick
      kick('claimPortals')
    },
    async stop() {
      await mailIn.close()
      await running?.stop()
      await Promise.all([reading.idle(), delivering.idle(), care.idle(), watch.written()])
      mailing.close()
      await db.close()
    },
  }
}
