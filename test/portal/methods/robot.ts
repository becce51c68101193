import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type InstalledApp, type RobotRecord } from '../state.ts'
import { type Params, mapOf, textOf } from '../values.ts'
import { checkHandlerUrl } from './handler-url.ts'

const invalid = (description: string): RestError =>
  new RestError('ERROR_ACTIVITY_VALIDATION_FAILURE', description)

function requireApp(call: Call): InstalledApp {
  if (!call.app) throw new RestError('ACCESS_DENIED', 'Application context required')
  if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied!')
  return call.app
}

function requiredCode(params: Params): string {
  const code = textOf(params['CODE'])
  if (code === '') throw invalid('Empty activity code!')
  if (!/^[A-Za-z0-9._-]+$/.test(code)) throw invalid('Wrong activity code!')
  return code
}

const isFilled = (value: unknown): boolean =>
  textOf(value) !== '' || Object.keys(mapOf(value) ?? {}).length > 0

const types = [
  'bool',
  'date',
  'datetime',
  'double',
  'file',
  'int',
  'select',
  'string',
  'text',
  'user',
]

function checkFields(call: Call, fields: Params): void {
  if (fields['HANDLER'] !== undefined) {
    const handler = textOf(fields['HANDLER'])
    checkHandlerUrl(call.world, handler)
    const appHost = new URL(call.world.options.app.url).hostname
    if (new URL(handler).hostname !== appHost) {
      throw new RestError(
        'ERROR_WRONG_HANDLER_URL',
        'Wrong handler URL: another domain than the app',
      )
    }
  }
  for (const [key, value] of Object.entries(mapOf(fields['PROPERTIES']) ?? {})) {
    const property = mapOf(value) ?? {}
    if (!/^[A-Za-z]\w*$/.test(key)) throw invalid(`Wrong property key (${key})!`)
    if (!isFilled(property['Name'])) throw invalid(`Empty property NAME (${key})!`)
    const type = textOf(property['Type'])
    if (type !== '' && !types.includes(type)) throw invalid(`Wrong property TYPE (${key})!`)
  }
}

function addRobot(call: Call, params: Params) {
  const app = requireApp(call)
  const code = requiredCode(params)
  if (textOf(params['HANDLER']) === '') throw invalid('Empty handler!')
  if (!isFilled(params['NAME'])) throw invalid('Empty activity NAME!')
  checkFields(call, params)
  if (app.robots.some((robot) => robot.code === code)) {
    throw new RestError('ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!')
  }
  app.robots.push({ code, fields: params })
  return reply(true)
}

function requiredRobot(app: InstalledApp, params: Params): RobotRecord {
  const code = requiredCode(params)
  const robot = app.robots.find((one) => one.code === code)
  if (!robot) throw new RestError('ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!')
  return robot
}

const scope = ['bizproc']

export const robotMethods: MethodMap = {
  'bizproc.robot.add': { scope, isAnyCase: true, run: addRobot },
  'bizproc.event.send': {
    scope,
    isAnyCase: true,
    run(call, params) {
      const waiting = call.app?.waitingRobots.get(textOf(params['EVENT_TOKEN']))
      if (!waiting) throw new RestError('ACCESS_DENIED', 'Access denied!', { status: 403 })
      waiting.returned = mapOf(params['RETURN_VALUES']) ?? {}
      return reply(true)
    },
  },
  'bizproc.robot.list': {
    scope,
    run: (call) => reply(requireApp(call).robots.map(({ code }) => code)),
  },
  'bizproc.robot.update': {
    scope,
    isAnyCase: true,
    run(call, params) {
      const robot = requiredRobot(requireApp(call), params)
      const fields = mapOf(params['FIELDS'])
      if (!fields || !Object.keys(fields).length) throw invalid('No fields to update')
      checkFields(call, fields)
      Object.assign(robot.fields, fields)
      return reply(true)
    },
  },
  'bizproc.robot.delete': {
    scope,
    isAnyCase: true,
    run(call, params) {
      const app = requireApp(call)
      const robot = requiredRobot(app, params)
      app.robots = app.robots.filter((one) => one !== robot)
      return reply(true)
    },
  },
}
