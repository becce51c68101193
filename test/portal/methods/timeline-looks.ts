import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { randomHex, shelf } from '../state.ts'
import { type Params, textOf } from '../values.ts'
import { accessDenied, missingParam } from './crm-access.ts'

const systemCodes = ['call', 'arrow-down', 'info', 'document', 'comment', 'check', 'attention']

type Kind = 'icon' | 'logo'

const system = (code: string): Params => ({ code, isSystem: true, fileUri: '' })

const all = (call: Call, kind: Kind): Params[] => [
  ...systemCodes.map(system),
  ...shelf(call.portal, kind).values(),
]

function requiredLook(call: Call, kind: Kind, params: Params): Params {
  const code = textOf(params['code'])
  if (code === '') throw missingParam('code')
  const found = all(call, kind).find((one) => one['code'] === code)
  if (!found) throw new RestError('NOT_FOUND', 'Не найдено')
  return found
}

function addLook(call: Call, kind: Kind, params: Params) {
  if (!call.user.isAdmin) throw accessDenied()
  const code = textOf(params['code'])
  if (code === '') throw missingParam('code')
  if (textOf(params['fileContent']) === '') throw missingParam('fileContent')
  if (systemCodes.includes(code)) throw new RestError('INVALID_ARG_VALUE', 'Системный код')
  const look = { code, isSystem: false, fileUri: `/upload/crm/${randomHex(12)}` }
  shelf(call.portal, kind).set(code, look)
  return reply({ [kind]: look })
}

function deleteLook(call: Call, kind: Kind, params: Params) {
  if (!call.user.isAdmin) throw accessDenied()
  const look = requiredLook(call, kind, params)
  if (look['isSystem'] === true) throw accessDenied()
  shelf(call.portal, kind).delete(textOf(look['code']))
  return reply(true)
}

const scope = ['crm']

const methodsOf = (kind: Kind): MethodMap => ({
  [`crm.timeline.${kind}.add`]: { scope, run: (call, params) => addLook(call, kind, params) },
  [`crm.timeline.${kind}.get`]: {
    scope,
    run: (call, params) => reply({ [kind]: requiredLook(call, kind, params) }),
  },
  [`crm.timeline.${kind}.list`]: {
    scope,
    run(call) {
      const looks = all(call, kind)
      return { result: { [`${kind}s`]: looks }, total: looks.length }
    },
  },
  [`crm.timeline.${kind}.delete`]: { scope, run: (call, params) => deleteLook(call, kind, params) },
})

/** Icons and logos that configurable activities and log messages are drawn with. */
export const timelineLooksMethods: MethodMap = { ...methodsOf('icon'), ...methodsOf('logo') }
