import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { shelf } from '../state.ts'
import { type Params, isYes, mapOf, textOf, yesNo } from '../values.ts'
import { accessDenied, requireCrmAdmin } from './crm-access.ts'

const badges = (call: Call) => shelf(call.portal, 'badge')

function requiredBadge(call: Call, params: Params): Params {
  const badge = badges(call).get(textOf(params['code']))
  if (!badge) throw new RestError('NOT_FOUND', 'Значок не найден')
  return badge
}

/** A text, or one per language: the portal shows its own. */
const wordOf = (call: Call, value: unknown): string =>
  textOf(value) || textOf(mapOf(value)?.[call.portal.language])

function addBadge(call: Call, params: Params) {
  requireCrmAdmin(call)
  const badge = {
    code: textOf(params['code']),
    title: wordOf(call, params['title']),
    value: wordOf(call, params['value']),
    type: textOf(params['type']),
  }
  if (Object.values(badge).includes('')) {
    throw new RestError('REQUIRED_ARG_MISSING', 'Required argument is missing')
  }
  badges(call).set(badge.code, badge)
  return reply({ badge })
}

/** Own kinds of activities are an administrator's, through an app. */
function requireApp(call: Call): void {
  if (!call.app || !call.user.isAdmin) throw accessDenied()
}

function addType(call: Call, params: Params) {
  requireApp(call)
  const fields = mapOf(params['fields'] ?? params['FIELDS']) ?? {}
  const typeId = textOf(fields['TYPE_ID'])
  if (typeId === '') throw new RestError('', 'Empty TYPE_ID')
  shelf(call.portal, 'activityType').set(typeId, {
    TYPE_ID: typeId,
    NAME: textOf(fields['NAME']),
    IS_CONFIGURABLE_TYPE: yesNo(isYes(fields['IS_CONFIGURABLE_TYPE'])),
    ICON_ID: '0',
  })
  return reply(true)
}

const scope = ['crm']

export const badgeMethods: MethodMap = {
  'crm.activity.badge.add': { scope, run: addBadge },
  'crm.activity.badge.get': {
    scope,
    run: (call, params) => reply({ badge: requiredBadge(call, params) }),
  },
  'crm.activity.badge.list': {
    scope,
    run: (call) => reply({ badges: [...badges(call).values()] }),
  },
  'crm.activity.badge.delete': {
    scope,
    run(call, params) {
      requireCrmAdmin(call)
      badges(call).delete(textOf(requiredBadge(call, params)['code']))
      return reply(true)
    },
  },
  'crm.activity.type.add': { scope, run: addType },
  'crm.activity.type.list': {
    scope,
    run(call) {
      requireApp(call)
      return reply([...shelf(call.portal, 'activityType').values()])
    },
  },
  'crm.activity.type.delete': {
    scope,
    isAnyCase: true,
    run(call, params) {
      requireApp(call)
      if (!shelf(call.portal, 'activityType').delete(textOf(params['TYPE_ID']))) {
        throw new RestError('INVALID_ARG_VALUE', 'Unknown TYPE_ID')
      }
      return reply(true)
    },
  },
}
