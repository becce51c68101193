import { createHash, randomBytes } from 'node:crypto'
import { type Faults, createFaults } from './faults.ts'
import { type Limits, createLimits } from './limits.ts'
import { type OfflineQueue, createOfflineQueue } from './offline-queue.ts'
import {
  type AppSeed,
  type ExecutedTrigger,
  type PortalSeed,
  type PortalUser,
  type RobotPlace,
  type UserSeed,
} from './types.ts'
import {
  type Activity,
  type Category,
  type Comment,
  type Item,
  type LogMessage,
  type Notification,
  type SmartType,
  type StageMove,
  type Status,
  type StoredFile,
  type Task,
  type UserField,
} from './records.ts'

export type EventHandler = {
  id: number
  event: string
  handler: string
  /** Whose tokens the event carries; 0 = whoever caused it. */
  authType: number
  isOffline: boolean
  connector: string
  options: Record<string, unknown>
  /** When ONOFFLINEEVENT was last sent to it. */
  toldAt: number
}

export type PlacementRecord = {
  placement: string
  handler: string
  title: string
  description: string
  userId: number
  options: Record<string, unknown>
  langAll: Record<string, unknown>
}

/** A robot, or an action of the workflow designer: their codes are drawn from one stock. */
export type RobotRecord = {
  code: string
  isAction: boolean
  fields: Record<string, unknown>
}

/** A kind of field whose values are shown and edited in a frame of the app. */
export type FieldType = { code: string; handler: string; title: string; description: string }

export type WaitingRobot = {
  code: string
  returned: Record<string, unknown> | null
  /** What the app wrote into the log of the workflow. */
  log: string[]
}

/** One app on one portal. All that the app registered goes with it. */
export type InstalledApp = {
  clientId: string
  code: string
  title: string
  scope: string[]
  status: string
  version: number
  installed: boolean
  isFinished: boolean
  applicationToken: string
  options: Record<string, unknown>
  userOptions: Map<number, Record<string, unknown>>
  handlers: EventHandler[]
  placements: PlacementRecord[]
  robots: RobotRecord[]
  fieldTypes: FieldType[]
  /** Robots that the administrator has put on stages. */
  robotPlaces: (Required<RobotPlace> & { code: string })[]
  triggers: { code: string; name: string; stageIds: string[] }[]
  executedTriggers: ExecutedTrigger[]
  /** Robots that wait for bizproc.event.send, by their token. */
  waitingRobots: Map<string, WaitingRobot>
  payment: { isExpired: boolean; days: number | null }
}

/** `/rest/{userId}/{code}/{method}`: a person's rights, the scopes that were chosen. */
export type Webhook = { userId: number; code: string; scope: string[] }

export type PortalState = {
  name: string
  title: string
  memberId: string
  /** Both are known once the portal listens. */
  url: string
  domain: string
  /** Where the portal was before; it redirects from there. */
  formerDomain: string
  edition: 'cloud' | 'box'
  language: string
  timeZone: string
  seed: PortalSeed
  users: PortalUser[]
  /** The app of the options; others appear through foreign tokens. */
  app: InstalledApp
  apps: Map<string, InstalledApp>
  webhooks: Webhook[]
  types: SmartType[]
  categories: Category[]
  statuses: Status[]
  fields: UserField[]
  items: Map<number, Map<number, Item>>
  stageMoves: StageMove[]
  comments: Map<number, Comment>
  logMessages: Map<number, LogMessage>
  activities: Map<number, Activity>
  tasks: Map<number, Task>
  files: Map<number, StoredFile>
  notifications: Notification[]
  cardViews: Map<string, unknown[]>
  /** Signs the tokens in download links. */
  linkSecret: string
  sequences: Map<string, number>
  /** Small dictionaries of single methods: badges, icons, notes … */
  shelves: Map<string, Map<string, Record<string, unknown>>>
  faults: Faults
  limits: Limits
  offline: OfflineQueue
  /** Extra delay that a handler's slowness has earned it, by URL. */
  penalties: Map<string, number>
  /** Deliveries that wait for the next one to overtake them. */
  held: (() => void)[]
}

export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** Next number of a sequence of the portal, from 1 (or `first`) on. */
export function nextId(portal: PortalState, sequence: string, first = 1): number {
  const id = (portal.sequences.get(sequence) ?? first - 1) + 1
  portal.sequences.set(sequence, id)
  return id
}

export function shelf(portal: PortalState, name: string): Map<string, Record<string, unknown>> {
  const found = portal.shelves.get(name) ?? new Map<string, Record<string, unknown>>()
  portal.shelves.set(name, found)
  return found
}

const plainRights = {
  isAdmin: false,
  isActive: true,
  hasAppAccess: true,
  hasCrmRole: true,
  isCrmReader: false,
}

const fullUser = (seed: UserSeed, timeZone: string): PortalUser => ({
  lastName: '',
  email: '',
  phone: '',
  position: '',
  ...plainRights,
  timeZone,
  ...seed,
  closedTypes: [...(seed.closedTypes ?? [])],
  departmentIds: seed.departmentIds ?? [1],
})

/** An app that is known to the portal but not installed yet. */
export function emptyApp(seed: AppSeed): InstalledApp {
  return {
    clientId: seed.clientId,
    code: seed.code,
    title: seed.title ?? seed.code,
    scope: [...seed.scope],
    status: seed.status ?? 'L',
    version: seed.version ?? 1,
    installed: false,
    isFinished: false,
    applicationToken: '',
    options: {},
    userOptions: new Map(),
    handlers: [],
    placements: [],
    robots: [],
    fieldTypes: [],
    robotPlaces: [],
    triggers: [],
    executedTriggers: [],
    waitingRobots: new Map(),
    payment: { isExpired: false, days: null },
  }
}

export function createPortalState(
  seed: PortalSeed,
  appSeed: AppSeed,
  now: () => number,
): PortalState {
  const timeZone = seed.timeZone ?? 'Europe/Moscow'
  const app = emptyApp({ ...appSeed, ...seed.localApp })
  return {
    name: seed.name,
    title: seed.title ?? seed.name,
    memberId: createHash('md5').update(`portal:${seed.name}`).digest('hex'),
    url: '',
    domain: '',
    formerDomain: '',
    edition: seed.edition,
    language: seed.language ?? 'ru',
    timeZone,
    seed,
    users: seed.users.map((user) => fullUser(user, timeZone)),
    app,
    apps: new Map([[app.clientId, app]]),
    webhooks: [],
    types: [],
    categories: [],
    statuses: [],
    fields: [],
    items: new Map(),
    stageMoves: [],
    comments: new Map(),
    logMessages: new Map(),
    activities: new Map(),
    tasks: new Map(),
    files: new Map(),
    notifications: [],
    cardViews: new Map(),
    linkSecret: randomHex(16),
    sequences: new Map(),
    shelves: new Map(),
    faults: createFaults(now),
    limits: createLimits(now),
    offline: createOfflineQueue(),
    penalties: new Map(),
    held: [],
  }
}
