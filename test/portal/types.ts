import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type Faults } from './faults.ts'
import { type Tariff } from './limits.ts'

/** Time of the emulated world, epoch ms UTC. Every portal and the OAuth server read it. */
export type EmulatorClock = { now(): number }

export type Edition = 'cloud' | 'box'

export type UserSeed = {
  id: number
  name: string
  lastName?: string
  email?: string
  phone?: string
  position?: string
  /** Portal administrator: may manage apps, smart processes, common card views. */
  isAdmin?: boolean
  /** Default true. False: REST with our app answers `user_access_error`, no placements are seen. */
  hasAppAccess?: boolean
  /** Default true. False: no right to add, read or change items. */
  hasCrmRole?: boolean
  /** Its CRM role may look at everything and change nothing. */
  isCrmReader?: boolean
  /** Default true. False: dismissed; the tokens are dead, `user.get` says so. */
  isActive?: boolean
  /** Types (entityTypeId) that the person's CRM role does not open. */
  closedTypes?: number[]
  /** IANA name, default that of the portal. */
  timeZone?: string
  departmentIds?: number[]
}

/** As `calendar.settings.get` writes it: "9", "18.30", "1.01,2.01", ["SA","SU"]. */
export type CalendarSeed = {
  workTimeStart?: string
  workTimeEnd?: string
  yearHolidays?: string
  yearWorkdays?: string
  weekHolidays?: string[]
}

/** As in the field: one for the world, one for Russia; each knows its own portals only. */
export type OauthServer = 'first' | 'second'

type Fields = Record<string, unknown>

export type PortalSeed = {
  /** Short Latin name, unique; `member_id` is derived from it and stays the same between runs. */
  name: string
  /** What the portal page shows. */
  title?: string
  edition: Edition
  users: UserSeed[]
  timeZone?: string
  language?: string
  calendar?: CalendarSeed
  departments?: { id: number; name: string; parent?: number; head?: number }[]
  /** Keys of a local app, which stands in this portal in place of the common one. */
  localApp?: Pick<AppSeed, 'clientId' | 'clientSecret'>
  /** Methods that this portal lacks (an old box, a module that is not there): `timeman.*`. */
  withoutMethods?: string[]
  /** Which of the two OAuth servers knows it; default the first. */
  oauthServer?: OauthServer
  /** Elements that are there from the start, as `crm.item.add` takes their fields. */
  crm?: Partial<Record<'leads' | 'deals' | 'contacts' | 'companies' | 'invoices', Fields[]>>
}

export type AppSeed = {
  clientId: string
  clientSecret: string
  /** Page that the portal form-POSTs into the iframe. */
  url: string
  /** Page that an administrator gets instead until `installFinish`; default `url`. */
  installUrl?: string
  /** Receives ONAPPINSTALL as a server call (market apps). */
  installEventUrl?: string
  scope: string[]
  code: string
  title?: string
  version?: number
  /** L local (default), F free, D demo, T trial, P paid. */
  status?: 'L' | 'F' | 'D' | 'T' | 'P'
}

/** Extra pages of a portal (its user interface): true when the route has answered. */
export type PortalRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  portal: Portal,
) => Promise<boolean>

export type EmulatorOptions = {
  clock: EmulatorClock
  app: AppSeed
  portals: PortalSeed[]
  ports?: { oauth?: number; secondOauth?: number; portals?: number[] }
  /** NDJSON recording, see the head of contract/check.mjs. */
  trafficFile?: string
  /** Where the portals' records are kept between runs; without it they end with the process. */
  stateFile?: string
  /** Handlers must be https with a real domain, as a real portal wants it. Default false. */
  isStrict?: boolean
  /** Delay of the cloud queue between portal and handler, default 30 ms. */
  eventDelayMs?: number
  /** Limits of cloud portals (per kind of caller, as all share one address); default none. */
  tariff?: Tariff
  /** Serves `POST {emulator}/_emulator/clock`. */
  advanceClock?: (ms: number) => void | Promise<void>
  /** Tried before REST for every path outside /rest/ and /oauth/. */
  extraRoutes?: PortalRoute[]
  /** Who is logged in on the portal page; needed for links that live on the session. */
  sessionUser?: (request: IncomingMessage, portal: Portal) => number | null
}

export type PortalUser = Required<Omit<UserSeed, 'departmentIds'>> & { departmentIds: number[] }

export type TokenPair = { accessToken: string; refreshToken: string; expiresIn: number }

/** What an administrator may change about a person. */
export type Rights = Partial<
  Pick<
    PortalUser,
    'isAdmin' | 'isActive' | 'hasAppAccess' | 'hasCrmRole' | 'isCrmReader' | 'closedTypes'
  >
>

/** What the portal page writes into the hidden form that opens the app's iframe. */
export type FramePost = {
  /** Handler with DOMAIN, PROTOCOL, LANG and APP_SID in its query. */
  action: string
  fields: Record<string, string>
  /** Name of the iframe: `host:port|protocol|appSid`. */
  windowName: string
  appSid: string
}

export type FrameRequest = {
  /** DEFAULT for the app page, else a placement code. */
  placement: string
  /** Which of several handlers of that placement; default the first. */
  handler?: string
  /** Becomes the JSON string PLACEMENT_OPTIONS. */
  options?: Record<string, unknown>
  /** Path and query of the page that opens the frame; added as options.URI. */
  uri?: string
}

export type PlacementBinding = {
  placement: string
  handler: string
  title: string
  description: string
  /** 0 = for everybody. */
  userId: number
  options: Record<string, unknown>
}

export type RestAnswer = { status: number; body: Record<string, unknown> }

/** One portal as its own page and the tests see it. */
export type Portal = {
  readonly name: string
  readonly title: string
  readonly memberId: string
  /** http://localhost:PORT, without a slash at the end. */
  readonly url: string
  /** localhost:PORT, what Bitrix24 calls the domain. */
  readonly domain: string
  readonly edition: Edition
  readonly language: string
  readonly users: readonly PortalUser[]
  readonly app: {
    installed: boolean
    isFinished: boolean
    version: number
    title: string
    code: string
  }
  /** A call of the portal's own page in the person's session: no app, same REST implementations. */
  callAsUser(userId: number, method: string, params?: Record<string, unknown>): Promise<RestAnswer>
  /** A pair of tokens of our app for the person. Throws while the app is not installed. */
  issueTokens(userId: number): TokenPair
  /** Everything for the form that opens a frame; records a `frame` line. */
  frameFields(userId: number, request: FrameRequest): FramePost
  /** An incoming webhook of the person: the address that methods are appended to. */
  addWebhook(userId: number, scope: string[]): string
  installApp(userId: number): void
  /** What the frame command setInstallFinish does; ignored for non-administrators. */
  finishInstall(userId: number): void
  uninstallApp(userId: number, options?: { clean?: boolean }): void
  updateApp(userId: number, version: number): void
  /** The portal is at another host from now on, on the same port, and redirects from the former one. */
  changeDomain(host: string): void
  /** The administrator makes another language that of the whole portal: `app.info` says so. */
  changeLanguage(language: string): void
  /** Placements that the person sees now: none before installFinish or without access to the app. */
  placements(userId: number): PlacementBinding[]
  /** What was told to the person by im.notify, the newest first. */
  notifications(userId: number): { id: number; message: string; tag: string; at: number }[]
  /** Live maps of app.option.* and user.option.*. */
  readonly appOptions: Record<string, unknown>
  userOptions(userId: number): Record<string, unknown>
  /** The administrator lets a person in, or shuts doors: to the app, to CRM, to some types. */
  setRights(userId: number, rights: Rights): void
  /** The switchboard of faults, the same as `POST {portal}/_emulator/faults`. */
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>
  /** A robot on a stage calls its handler for an item. Throws when the app has no such robot. */
  runRobot(code: string, run: RobotRun): { eventToken: string }
  /** The administrator puts a robot of the app on a stage: it runs for what comes there. */
  placeRobot(code: string, place: RobotPlace): void
  /** What robots were told by bizproc.event.send, in the order in which they ran. */
  robotResults(): RobotResult[]
  /** Triggers that the app has executed, in order. */
  executedTriggers(): ExecutedTrigger[]
  /** The administrator puts a trigger of the app on a stage: executing it moves items there. */
  placeTrigger(code: string, stageId: string): void
  /** A robot changes an item: its events carry no tokens. */
  changeAsRobot(entityTypeId: number, id: number, fields: Record<string, unknown>): Promise<void>
  /** How the portal draws a configurable activity; null for others. */
  activityLayout(activityId: number): Record<string, unknown> | null
  /** Somebody presses a button of a configurable activity: its app hears of it. */
  pressButton(userId: number, activityId: number, actionId: string): void
  /** The portal pays for the app, or its payment has run out: ONAPPPAYMENT is sent. */
  changePayment(payment: Payment): void
  /** Somebody removes the smart process with all that is in it. */
  dropSmartProcess(entityTypeId: number): void
}

/** `days` are those left, negative when they are over. */
export type Payment = { status: AppSeed['status']; isExpired: boolean; days: number | null }

export type RobotRun = {
  entityTypeId: number
  itemId: number
  properties?: Record<string, unknown>
}

export type RobotPlace = {
  entityTypeId: number
  stageId: string
  /** May hold {=Document:TITLE}, {=Document:ID} and {=Document:ASSIGNED_BY_ID}. */
  properties?: Record<string, unknown>
}

/** `returned` is null while the robot still waits. */
export type RobotResult = { code: string; returned: Record<string, unknown> | null; log: string[] }

export type ExecutedTrigger = { code: string; entityTypeId: number; itemId: number }

export type EmulatorSwitches = {
  /** platform.md doubt 1: data[FIELDS][ID] (default) or data[ID]. */
  commentEventShape: 'fields' | 'id'
  eventDelayMs: number
  /** Whether `ONCRMDYNAMICITEMADD_156` and its like exist besides the general events. */
  hasTypedItemEvents: boolean
  /** Rate and operating limits of cloud portals; null = none. */
  tariff: Tariff | null
}

export type Emulator = {
  /** http://localhost:PORT/ */
  readonly oauthUrl: string
  /** The other OAuth server; portals are there when their seed says so. */
  readonly secondOauthUrl: string
  readonly portals: readonly Portal[]
  readonly switches: EmulatorSwitches
  /** @throws when no portal has that name */
  portal(name: string): Portal
  /** A token of another app of the same portal, for tests of the identity check. */
  foreignToken(memberId: string, userId: number): TokenPair
  /** Makes every access token of the portal's person expire now. */
  expireTokens(memberId: string, userId: number): void
  /** Resolves when no event waits or is being delivered. */
  idle(): Promise<void>
  close(): Promise<void>
}
