import { z } from 'zod'
import { type Portal, type RestAnswer } from '../types.ts'
import { frameInitData, noteFirstRun } from './frame-init-data.ts'

type PageAction = (body: unknown, portal: Portal) => Promise<RestAnswer> | RestAnswer

const personSchema = z.object({ userId: z.int() })
/** Null: the browser tab has not chosen yet. */
const stateSchema = z.object({ userId: z.int().nullable() })
const paramsSchema = z.record(z.string(), z.unknown())
const callSchema = personSchema.extend({ method: z.string(), params: paramsSchema.optional() })
const frameSchema = personSchema.extend({
  placement: z.string(),
  handler: z.string().optional(),
  options: paramsSchema.optional(),
  uri: z.string().optional(),
})
const activitySchema = z.object({ activityId: z.int() })
const pressSchema = personSchema.extend({ activityId: z.int(), actionId: z.string() })
const optionSchema = personSchema.extend({
  scope: z.enum(['app', 'user']),
  name: z.string(),
  value: z.unknown(),
})

/** What the page asks of its own server by `POST /_page/{name}`; the bodies are JSON. */
export const pageActions: Record<string, PageAction> = {
  state: (body, portal) => answer(portalState(portal, stateSchema.parse(body).userId)),

  call: async (body, portal) => {
    const { userId, method, params } = callSchema.parse(body)
    return await portal.callAsUser(userId, method, params)
  },

  frame: (body, portal) => {
    const { userId, placement, ...rest } = frameSchema.parse(body)
    const frame = portal.frameFields(userId, { placement, ...definedOnly(rest) })
    return answer({ ...frame, initData: frameInitData(portal, userId, frame) })
  },

  refresh: (body, portal) => {
    const pair = portal.issueTokens(person(body, portal).id)
    return answer({
      AUTH_ID: pair.accessToken,
      AUTH_EXPIRES: String(pair.expiresIn),
      REFRESH_ID: pair.refreshToken,
    })
  },

  notifications: (body, portal) => answer(portal.notifications(person(body, portal).id)),

  layout: (body, portal) => answer(portal.activityLayout(activitySchema.parse(body).activityId)),

  press: (body, portal) => {
    const { userId, activityId, actionId } = pressSchema.parse(body)
    portal.pressButton(userId, activityId, actionId)
    return answer({})
  },

  'first-run': (body, portal) => {
    noteFirstRun(portal, person(body, portal).id)
    return answer({})
  },

  install: (body, portal) => {
    const { id, isAdmin } = person(body, portal)
    if (!isAdmin) return { status: 403, body: { error: 'ACCESS_DENIED' } }
    portal.installApp(id)
    return answer({})
  },

  'install-finish': (body, portal) => {
    portal.finishInstall(person(body, portal).id)
    return answer({})
  },

  option: (body, portal) => {
    const { scope, name, value } = optionSchema.parse(body)
    const { id, isAdmin } = person(body, portal)
    if (scope === 'app' && !isAdmin) return { status: 403, body: { error: 'ACCESS_DENIED' } }
    const options = scope === 'app' ? portal.appOptions : portal.userOptions(id)
    options[name] = value
    return answer(options)
  },
}

function answer(result: unknown): RestAnswer {
  return { status: 200, body: { result } }
}

function person(body: unknown, portal: Portal) {
  const { userId } = personSchema.parse(body)
  const found = portal.users.find(({ id }) => id === userId)
  if (found === undefined) throw new Error(`no user ${userId} in portal ${portal.name}`)
  return found
}

/** `exactOptionalPropertyTypes` wants an absent option to be absent, not undefined. */
function definedOnly(request: {
  handler?: string | undefined
  options?: Record<string, unknown> | undefined
  uri?: string | undefined
}) {
  const { handler, options, uri } = request
  return { ...(handler && { handler }), ...(options && { options }), ...(uri && { uri }) }
}

function portalState(portal: Portal, wantedId: number | null) {
  const known = portal.users.find(({ id }) => id === wantedId)
  const userId = (known ?? portal.users.find(({ isAdmin }) => isAdmin) ?? portal.users[0])?.id
  if (userId === undefined) throw new Error(`portal ${portal.name} has no users`)
  const { name, title, memberId, url, edition, language, app } = portal
  const users = portal.users.map(
    ({ id, name: first, lastName, position, isAdmin, hasAppAccess }) => ({
      id,
      name: [first, lastName].filter(Boolean).join(' '),
      position,
      isAdmin,
      hasAppAccess,
    }),
  )
  return {
    ...{ name, title, memberId, url, edition, language, app, users, userId },
    placements: portal.placements(userId),
  }
}
