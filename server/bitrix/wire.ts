import { z } from 'zod'
import { bxBool, bxId, bxList, bxMap, bxText } from './rest-values.ts'

/** What every event says of itself; to be believed only after its proof (platform.md §2.7). */
type Base = {
  /** In capital letters; portals differ. */
  name: string
  memberId: string
  applicationToken: string | null
  /** Of the user whose action fired the event; absent when a robot did it. */
  accessToken: string | null
  /** Only at installation and update. */
  refreshToken: string | null
  serverEndpoint: string | null
}

/** An event as a hint of what to read; what really happened stands in the portal. */
export type PortalEvent = Base &
  (
    | { kind: 'itemAdded' | 'itemUpdated' | 'itemDeleted'; entityTypeId: number; itemId: number }
    | { kind: 'commentAdded' | 'commentUpdated' | 'commentDeleted'; commentId: number }
    | { kind: 'installed' | 'updated' | 'paymentChanged' }
    /** A button of our card; `id` names the pressing. */
    | { kind: 'cardPressed'; id: string; activityId: number; button: string; userId: number }
    /** `clean`: the administrator asked for his data to be removed. */
    | { kind: 'uninstalled'; clean: boolean }
    | { kind: 'other' }
  )

const text = (max: number) => z.string().min(1).max(max)
const optionalText = z
  .string()
  .max(2000)
  .optional()
  .transform((value) => (value === undefined || value === '' ? null : value))

const memberIdSchema = text(64).regex(/^[\w-]+$/)

const formSchema = z.object({
  event: text(100).regex(/^\w+$/),
  data: bxMap,
  /** Seconds since 1970. */
  ts: bxText,
  auth: z.object({
    member_id: memberIdSchema,
    application_token: optionalText,
    access_token: optionalText,
    refresh_token: optionalText,
    server_endpoint: optionalText,
  }),
})

/** With what a portal's server proves which one it is, whatever else it says. */
export const proofSchema = z.object({
  auth: formSchema.shape.auth.pick({ member_id: true, application_token: true }),
})

const itemSchema = z.object({ FIELDS: z.object({ ID: bxId, ENTITY_TYPE_ID: bxId }) })
/** The documentation has data[ID], live portals send data[FIELDS][ID]. */
const commentSchema = z.object({ ID: bxId, FIELDS: z.object({ ID: bxId }).optional() })

const pressSchema = z.object({ id: text(100), activityId: bxId, userId: bxId })

const itemKinds = { ADD: 'itemAdded', UPDATE: 'itemUpdated', DELETE: 'itemDeleted' } as const
const commentKinds = {
  ADD: 'commentAdded',
  UPDATE: 'commentUpdated',
  DELETE: 'commentDeleted',
} as const
const appKinds: Record<string, 'installed' | 'updated' | 'paymentChanged'> = {
  ONAPPINSTALL: 'installed',
  ONAPPUPDATE: 'updated',
  ONAPPPAYMENT: 'paymentChanged',
}

type Verb = keyof typeof itemKinds

/** A decoded form POST of Bitrix24's event queue → PortalEvent (platform.md §4). */
export const eventSchema = formSchema.transform((form, context): PortalEvent => {
  const name = form.event.toUpperCase()
  const base: Base = {
    name,
    memberId: form.auth.member_id,
    applicationToken: form.auth.application_token,
    accessToken: form.auth.access_token,
    refreshToken: form.auth.refresh_token,
    serverEndpoint: form.auth.server_endpoint,
  }
  const event =
    readItem(base, form.data) ??
    readComment(base, form.data) ??
    readPress(base, form.data, form.ts) ??
    readApp(base, form.data)
  if (event !== 'malformed') return event
  context.addIssue({
    code: 'custom',
    path: ['data'],
    message: 'The event does not say what it is about',
  })
  return z.NEVER
})

type Reading = PortalEvent | 'malformed' | undefined

function readItem(base: Base, data: unknown): Reading {
  const verb = /^ONCRMDYNAMICITEM(ADD|UPDATE|DELETE)(?:_\d+)?$/.exec(base.name)?.[1]
  if (verb === undefined) return undefined
  const fields = itemSchema.safeParse(data).data?.FIELDS
  if (!fields?.ID || !fields.ENTITY_TYPE_ID) return 'malformed'
  const kind = itemKinds[verb as Verb]
  return { ...base, kind, entityTypeId: fields.ENTITY_TYPE_ID, itemId: fields.ID }
}

function readComment(base: Base, data: unknown): Reading {
  const verb = /^ONCRMTIMELINECOMMENT(ADD|UPDATE|DELETE)$/.exec(base.name)?.[1]
  if (verb === undefined) return undefined
  const parsed = commentSchema.safeParse(data).data
  const commentId = parsed?.FIELDS?.ID ?? parsed?.ID
  if (!commentId) return 'malformed'
  return { ...base, kind: commentKinds[verb as Verb], commentId }
}

/** The documentation names the keys, and not where they stand. */
function readPress(base: Base, data: Record<string, unknown>, ts: string): Reading {
  if (base.name !== 'ONCRMTIMELINEITEMACTION') return undefined
  const parsed = [data, data['FIELDS']].map((keys) => pressSchema.safeParse(keys).data)
  const press = parsed.find((keys) => keys?.activityId && keys.userId)
  if (!press?.activityId || !press.userId || ts === '') return 'malformed'
  const { activityId, userId, id: button } = press
  const id = ['card', String(activityId), button, ts].join(':')
  return { ...base, kind: 'cardPressed', id, activityId, button, userId }
}

function readApp(base: Base, data: Record<string, unknown>): PortalEvent {
  const kind = appKinds[base.name]
  if (kind) return { ...base, kind }
  if (base.name !== 'ONAPPUNINSTALL') return { ...base, kind: 'other' }
  return { ...base, kind: 'uninstalled', clean: bxBool.safeParse(data['CLEAN']).data ?? false }
}

/**
 * The form with which a portal opens our page in its frame (platform.md §1.2). Whoever wants can
 * post such a form: nothing in it is believed before Bitrix24 confirms it.
 */
export const framePostSchema = z.object({
  SERVER_ENDPOINT: z.url().max(500),
  /** Older boxes leave it out. */
  APPLICATION_TOKEN: optionalText,
  member_id: memberIdSchema,
  PLACEMENT: z.string().max(200).default('DEFAULT'),
  /** JSON text. */
  PLACEMENT_OPTIONS: z.string().max(10_000).optional(),
})
export type FramePost = z.infer<typeof framePostSchema>

/** What a robot on a stage asks for; to be believed only after its proof. */
export type RobotCall = {
  memberId: string
  applicationToken: string | null
  accessToken: string | null
  serverEndpoint: string | null
  /** Good for one piece of work, and for telling what became of it. */
  eventToken: string
  code: string
  /** The element on which the robot ran. */
  entityTypeId: number
  itemId: number
  properties: Record<string, string>
  /** The automation stands still until it is told the result. */
  waits: boolean
}

const documentTypes: Record<string, number> = {
  LEAD: 1,
  DEAL: 2,
  CONTACT: 3,
  COMPANY: 4,
  QUOTE: 7,
  SMART_INVOICE: 31,
}

const documentSchema = z
  .string()
  .max(200)
  .transform((id, context) => {
    const [, name = '', dynamic, itemId] = /^(DYNAMIC_(\d+)|[A-Z_]+)_(\d+)$/.exec(id) ?? []
    const entityTypeId = dynamic === undefined ? documentTypes[name] : Number(dynamic)
    if (entityTypeId !== undefined) return { entityTypeId, itemId: Number(itemId) }
    context.addIssue({ code: 'custom', message: 'The robot does not stand on an element of CRM' })
    return z.NEVER
  })

/** Of several values the first counts: our robots ask for one. */
const propertySchema = z.unknown().transform((value): string => {
  const [first] = bxList.parse(value)
  return typeof first === 'string' || typeof first === 'number' ? String(first) : ''
})

/** A decoded form POST of a robot (platform.md §8). */
export const robotCallSchema = z
  .object({
    event_token: text(500),
    code: text(100),
    document_id: z.tuple([z.unknown(), z.unknown(), documentSchema]),
    properties: bxMap.pipe(z.record(z.string(), propertySchema)),
    use_subscription: bxBool,
    auth: formSchema.shape.auth,
  })
  .transform((form): RobotCall => ({
    memberId: form.auth.member_id,
    applicationToken: form.auth.application_token,
    accessToken: form.auth.access_token,
    serverEndpoint: form.auth.server_endpoint,
    eventToken: form.event_token,
    code: form.code,
    ...form.document_id[2],
    properties: form.properties,
    waits: form.use_subscription,
  }))
