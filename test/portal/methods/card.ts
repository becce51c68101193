import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type Params, intOf, listOf, mapOf, textOf } from '../values.ts'
import { findType } from './crm-access.ts'

const refuse = (description: string): RestError => new RestError('', description)

/** Views are kept per smart process, funnel and person; the common one belongs to everybody. */
function viewKey(call: Call, params: Params): string {
  const entityTypeId = intOf(params['entityTypeId'])
  if (!findType(call, entityTypeId)) throw refuse('Parameter entityTypeId is invalid.')
  const categoryId = intOf(mapOf(params['extras'])?.['categoryId']) ?? 0
  const isCommon = textOf(params['scope']) === 'C'
  const userId = isCommon ? 0 : (intOf(params['userId']) ?? call.user.id)
  return `${entityTypeId ?? 0}:${categoryId}:${userId}`
}

/** Only an administrator changes the common view or another person's. */
function requireRight(call: Call, params: Params): void {
  const isOwn = (intOf(params['userId']) ?? call.user.id) === call.user.id
  if (!call.user.isAdmin && (textOf(params['scope']) === 'C' || !isOwn))
    throw refuse('Access denied.')
}

function readSection(value: unknown): Params {
  const section = mapOf(value) ?? {}
  for (const name of ['name', 'title', 'type']) {
    if (textOf(section[name]) === '')
      throw refuse(`Parameter 'data' has a section without ${name}.`)
  }
  if (section['type'] !== 'section') throw refuse('Unknown type of a section.')
  return {
    name: textOf(section['name']),
    title: textOf(section['title']),
    type: 'section',
    elements: listOf(section['elements']).map((one) => {
      const element = mapOf(one) ?? {}
      if (textOf(element['name']) === '') throw refuse('An element has no name.')
      const options = mapOf(element['options'])
      const optionFlags = textOf(element['optionFlags']) || '0'
      return { name: textOf(element['name']), optionFlags, ...(options && { options }) }
    }),
  }
}

function setView(call: Call, params: Params) {
  const key = viewKey(call, params)
  requireRight(call, params)
  const sections = listOf(params['data']).map(readSection)
  if (!sections.length) throw refuse("Parameter 'data' must be array.")
  call.portal.cardViews.set(key, sections)
  return reply(true)
}

/** After this nobody has a view of his own any more. */
function forceCommon(call: Call, params: Params) {
  viewKey(call, params)
  requireRight(call, { ...params, scope: 'C' })
  const prefix = viewKey(call, { ...params, scope: 'C' }).replace(/0$/, '')
  for (const key of call.portal.cardViews.keys()) {
    if (key.startsWith(prefix) && !key.endsWith(':0')) call.portal.cardViews.delete(key)
  }
  return reply(true)
}

const crm = ['crm']

export const cardMethods: MethodMap = {
  'crm.item.details.configuration.get': {
    scope: crm,
    run: (call, params) => reply(call.portal.cardViews.get(viewKey(call, params)) ?? []),
  },
  'crm.item.details.configuration.set': { scope: crm, run: setView },
  'crm.item.details.configuration.reset': {
    scope: crm,
    run(call, params) {
      const key = viewKey(call, params)
      requireRight(call, params)
      call.portal.cardViews.delete(key)
      return reply(true)
    },
  },
  'crm.item.details.configuration.forceCommonScopeForAll': { scope: crm, run: forceCommon },
}
