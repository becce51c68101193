import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type FieldType, type InstalledApp } from '../state.ts'
import { type Params, textOf } from '../values.ts'
import { checkHandlerUrl } from './handler-url.ts'

/** What `userfieldconfig` calls a kind of field that an app has brought. */
export const appFieldTypes = (call: Call): FieldType[] =>
  [...call.portal.apps.values()].flatMap((app) =>
    app.fieldTypes.map((type) => ({ ...type, code: `rest_${appNumber}_${type.code}` })),
  )

/** The number of the app on the portal, as `app.info` tells it. */
export const appNumber = 5

const badArgument = (name: string): RestError =>
  new RestError('ERROR_ARGUMENT', `Argument '${name}' is null or empty`, {
    extra: { argument: name },
  })

function requireApp(call: Call): InstalledApp {
  if (!call.app) {
    throw new RestError('WRONG_AUTH_TYPE', 'Application context required', { status: 403 })
  }
  if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied!', { status: 403 })
  return call.app
}

function requiredCode(params: Params): string {
  const code = textOf(params['USER_TYPE_ID']).toLowerCase()
  if (!/^[a-z0-9_]+$/.test(code)) throw badArgument('USER_TYPE_ID')
  return code
}

function readType(call: Call, params: Params): FieldType {
  const handler = textOf(params['HANDLER'])
  if (handler === '') throw badArgument('HANDLER')
  checkHandlerUrl(call.world, handler)
  return {
    code: requiredCode(params),
    handler,
    title: textOf(params['TITLE']),
    description: textOf(params['DESCRIPTION']),
  }
}

function requiredType(app: InstalledApp, code: string): FieldType {
  const type = app.fieldTypes.find((one) => one.code === code)
  if (!type) throw new RestError('ERROR_NOT_FOUND', 'User field type is not found')
  return type
}

function addType(call: Call, params: Params) {
  const app = requireApp(call)
  const type = readType(call, params)
  if (app.fieldTypes.some(({ code }) => code === type.code)) {
    throw new RestError('ERROR_CORE', 'Unable to set user field type: it exists already')
  }
  app.fieldTypes.push(type)
  return reply(true)
}

function updateType(call: Call, params: Params) {
  const app = requireApp(call)
  const type = requiredType(app, requiredCode(params))
  Object.assign(type, readType(call, params))
  return reply(true)
}

function deleteType(call: Call, params: Params) {
  const app = requireApp(call)
  const type = requiredType(app, requiredCode(params))
  app.fieldTypes = app.fieldTypes.filter((one) => one !== type)
  return reply(true)
}

function listTypes(call: Call) {
  const rows = requireApp(call).fieldTypes.map(({ code, handler, title, description }) => ({
    USER_TYPE_ID: code,
    HANDLER: handler,
    TITLE: title,
    DESCRIPTION: description,
  }))
  return { result: rows, total: rows.length }
}

const common = { scope: ['placement'], isAppOnly: true, isAnyCase: true }

export const fieldTypeMethods: MethodMap = {
  'userfieldtype.add': { ...common, run: addType },
  'userfieldtype.list': { ...common, run: listTypes },
  'userfieldtype.update': { ...common, run: updateType },
  'userfieldtype.delete': { ...common, run: deleteType },
}
