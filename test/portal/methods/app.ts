import { type InstalledApp } from '../state.ts'
import { type Call, type MethodMap, reply, scopesOf } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type Params, isYes, isoIn, mapOf, textOf, yesNo } from '../values.ts'
import { appNumber } from './field-type.ts'

const appOf = (call: Call): InstalledApp => {
  if (!call.app) throw new RestError('AccessException', 'Application context required')
  return call.app
}

/** All options, or one of them; null when it was never set. */
function readOption(options: Params, params: Params): unknown {
  const name = textOf(params['OPTION'])
  if (name !== '') return options[name] ?? null
  return Object.keys(options).length ? options : []
}

function writeOptions(target: Params, params: Params): true {
  const given = mapOf(params['OPTIONS'])
  if (!given || !Object.keys(given).length) {
    throw new RestError('ArgumentNullException', 'Parameter options is empty')
  }
  Object.assign(target, given)
  return true
}

function optionsOfUser(call: Call): Params {
  const { userOptions } = appOf(call)
  const options = userOptions.get(call.user.id) ?? {}
  userOptions.set(call.user.id, options)
  return options
}

const licence = (call: Call): string =>
  `${call.portal.language}_${call.portal.edition === 'box' ? 'selfhosted' : 'ent10000'}`

const allScopes = [
  'basic',
  'bizproc',
  'calendar',
  'crm',
  'department',
  'disk',
  'im',
  'placement',
  'task',
  'tasks_extended',
  'timeman',
  'user',
  'user_basic',
  'user_brief',
  'userfieldconfig',
]

export const appMethods: MethodMap = {
  'app.info': {
    scope: [],
    run(call) {
      const { app, portal } = call
      if (!app) throw new RestError('ACCESS_DENIED', 'Access denied! Application context required')
      const isUnpaid = app.payment.isExpired || portal.faults.state('paymentExpired') !== undefined
      return reply({
        ID: appNumber,
        CODE: app.code,
        VERSION: app.version,
        STATUS: app.status,
        INSTALLED: app.installed && app.isFinished,
        PAYMENT_EXPIRED: yesNo(isUnpaid),
        DAYS: app.payment.days ?? (isUnpaid ? -1 : null),
        LANGUAGE_ID: portal.language,
        LICENSE: licence(call),
        LICENSE_TYPE: portal.edition === 'box' ? 'selfhosted' : 'ent10000',
        LICENSE_FAMILY: portal.edition === 'box' ? 'selfhosted' : 'ent',
      })
    },
  },
  'app.option.get': {
    scope: [],
    isAnyCase: true,
    run: (call, params) => reply(readOption(appOf(call).options, params)),
  },
  'app.option.set': {
    scope: [],
    isAnyCase: true,
    run(call, params) {
      const app = appOf(call)
      if (!call.user.isAdmin) {
        throw new RestError('AccessException', 'Administrator authorization required')
      }
      return reply(writeOptions(app.options, params))
    },
  },
  'user.option.get': {
    scope: [],
    isAnyCase: true,
    run: (call, params) => reply(readOption(optionsOfUser(call), params)),
  },
  'user.option.set': {
    scope: [],
    isAnyCase: true,
    run: (call, params) => reply(writeOptions(optionsOfUser(call), params)),
  },
  scope: {
    scope: [],
    isAnyCase: true,
    run: (call, params) => reply(isYes(params['FULL']) ? allScopes : (scopesOf(call) ?? allScopes)),
  },
  'feature.get': {
    scope: [],
    isAnyCase: true,
    run({ portal }, params) {
      const code = textOf(params['CODE'])
      if (code === '') throw new RestError('CODE_EMPTY', 'CODE is empty')
      const isKnown = ['rest_offline_extended', 'rest_auth_connector'].includes(code)
      // Doubt 6: whether boxes have it is not documented; the harder answer is assumed.
      return reply({ value: isKnown && portal.edition === 'cloud' ? 'Y' : 'N' })
    },
  },
  'server.time': { scope: [], run: ({ portal, now }) => reply(isoIn(portal.timeZone, now)) },
}
