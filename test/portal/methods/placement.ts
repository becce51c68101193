import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type InstalledApp, type PlacementRecord } from '../state.ts'
import { type Params, intOf, isYes, mapOf, textOf } from '../values.ts'
import { checkHandlerUrl } from './handler-url.ts'

const perType = [
  'DETAIL_TAB',
  'DETAIL_TOOLBAR',
  'DETAIL_ACTIVITY',
  'LIST_MENU',
  'LIST_TOOLBAR',
  'ACTIVITY_TIMELINE_MENU',
  'DOCUMENTGENERATOR_BUTTON',
  'ROBOT_DESIGNER_TOOLBAR',
]
const plainTypes = ['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'SMART_INVOICE', 'ORDER']
const free = ['LEFT_MENU', 'REST_APP_URI', 'PAGE_BACKGROUND_WORKER']
const byScope: Record<string, string[]> = {
  task: [
    'TASK_VIEW_TAB',
    'TASK_VIEW_SIDEBAR',
    'TASK_VIEW_TOP_PANEL',
    'TASK_LIST_CONTEXT_MENU',
    'TASK_USER_LIST_TOOLBAR',
    'TASK_GROUP_LIST_TOOLBAR',
  ],
  im: ['IM_TEXTAREA', 'IM_SIDEBAR', 'IM_CONTEXT_MENU', 'IM_NAVIGATION'],
  user: ['USER_PROFILE_MENU', 'USER_PROFILE_TOOLBAR'],
  telephony: ['CALL_CARD'],
}
const onePerApp = new Set(['PAGE_BACKGROUND_WORKER', 'REST_APP_URI'])

function crmCodes(call: Call): string[] {
  const dynamic = call.portal.types.map(({ entityTypeId }) => `DYNAMIC_${entityTypeId}`)
  return [...plainTypes, ...dynamic].flatMap((type) =>
    perType.map((place) => `CRM_${type}_${place}`),
  )
}

/** Codes that this portal has for the scopes of the app. */
function knownCodes(call: Call, app: InstalledApp): string[] {
  const scoped = Object.entries(byScope).flatMap(([scope, codes]) =>
    app.scope.includes(scope) ? codes : [],
  )
  return [...free, ...(app.scope.includes('crm') ? crmCodes(call) : []), ...scoped]
}

/** The documentation lists refusals of placement.bind with HTTP 200. */
const refuse = (code: string, description: string, extra = {}): RestError =>
  new RestError(code, description, { status: 200, extra })

function requireAdmin(call: Call): InstalledApp {
  if (!call.app)
    throw new RestError('WRONG_AUTH_TYPE', 'Application context required', { status: 403 })
  if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied!', { status: 403 })
  return call.app
}

function checkHandler(call: Call, handler: string): void {
  if (handler === '')
    throw refuse('ERROR_ARGUMENT', 'Argument HANDLER is null or empty', { argument: 'HANDLER' })
  try {
    checkHandlerUrl(call.world, handler)
  } catch (error) {
    if (error instanceof RestError) throw refuse(String(error.code), error.message)
    throw error
  }
}

function titles(params: Params): Pick<PlacementRecord, 'title' | 'description' | 'langAll'> {
  const langAll = mapOf(params['LANG_ALL']) ?? {}
  const first = mapOf(Object.values(langAll)[0]) ?? {}
  return {
    title: textOf(params['TITLE']) || textOf(first['TITLE']),
    description: textOf(params['DESCRIPTION']) || textOf(first['DESCRIPTION']),
    langAll,
  }
}

function bind(call: Call, params: Params) {
  const app = requireAdmin(call)
  const placement = textOf(params['PLACEMENT']).toUpperCase()
  const handler = textOf(params['HANDLER'])
  if (placement === '') {
    throw refuse('ERROR_ARGUMENT', 'Argument PLACEMENT is null or empty', { argument: 'PLACEMENT' })
  }
  if (!knownCodes(call, app).includes(placement)) {
    throw refuse('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found')
  }
  checkHandler(call, handler)
  const userId = intOf(params['USER_ID']) ?? 0
  const present = app.placements.filter((one) => one.placement === placement)
  if (present.some((one) => one.handler === handler && one.userId === userId)) {
    throw refuse('ERROR_ARGUMENT', 'Unable to set placement handler: Handler already binded')
  }
  if (onePerApp.has(placement) && present.length) {
    throw refuse('ERROR_PLACEMENT_MAX_COUNT', 'Max count of handlers is reached')
  }
  app.placements.push({
    placement,
    handler,
    userId,
    ...titles(params),
    options: mapOf(params['OPTIONS']) ?? {},
  })
  return reply(true)
}

function unbind(call: Call, params: Params) {
  const app = requireAdmin(call)
  const placement = textOf(params['PLACEMENT']).toUpperCase()
  if (placement === '') {
    throw new RestError('ERROR_ARGUMENT', 'Argument PLACEMENT is null or empty', {
      extra: { argument: 'PLACEMENT' },
    })
  }
  const handler = textOf(params['HANDLER'])
  const userId = intOf(params['USER_ID'])
  const isMeant = (one: PlacementRecord) =>
    one.placement === placement &&
    (handler === '' || one.handler === handler) &&
    (userId === null || one.userId === userId)
  const removed = app.placements.filter(isMeant).length
  app.placements = app.placements.filter((one) => !isMeant(one))
  // Documented: two per handler.
  return reply({ count: removed * 2 })
}

const draw = (call: Call, one: PlacementRecord): Params => {
  const { langAll, title, description } = one
  const plain = {
    [call.portal.language]: { TITLE: title, DESCRIPTION: description, GROUP_NAME: '' },
  }
  return {
    placement: one.placement,
    userId: one.userId,
    handler: one.handler,
    options: Object.keys(one.options).length ? one.options : [],
    title,
    description,
    langAll: Object.keys(langAll).length ? langAll : plain,
  }
}

const scope = ['placement']

export const placementMethods: MethodMap = {
  'placement.bind': { scope, isAppOnly: true, isAnyCase: true, run: bind },
  'placement.unbind': { scope, isAppOnly: true, isAnyCase: true, run: unbind },
  'placement.get': {
    scope,
    isAppOnly: true,
    run: (call) => reply((call.app?.placements ?? []).map((one) => draw(call, one))),
  },
  'placement.list': {
    scope,
    isAppOnly: true,
    isAnyCase: true,
    run(call, params) {
      const { app } = call
      if (!app) return reply([])
      return reply(
        isYes(params['FULL'])
          ? [...knownCodes(call, app), ...Object.values(byScope).flat()]
          : knownCodes(call, app),
      )
    },
  },
}
