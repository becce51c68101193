import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type InstalledApp, type RobotRecord, type WaitingRobot } from '../state.ts'
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

type Kind = 'robot' | 'activity'

const isOfKind = (kind: Kind) => (one: RobotRecord) => one.isAction === (kind === 'activity')

function addRobot(call: Call, kind: Kind, params: Params) {
  const app = requireApp(call)
  const code = requiredCode(params)
  if (textOf(params['HANDLER']) === '') throw invalid('Empty handler!')
  if (!isFilled(params['NAME'])) throw invalid('Empty activity NAME!')
  checkFields(call, params)
  if (app.robots.some((robot) => robot.code === code)) {
    throw new RestError('ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!')
  }
  app.robots.push({ code, isAction: kind === 'activity', fields: params })
  return reply(true)
}

function requiredRobot(app: InstalledApp, kind: Kind, params: Params): RobotRecord {
  const code = requiredCode(params)
  const robot = app.robots.filter(isOfKind(kind)).find((one) => one.code === code)
  if (!robot) throw new RestError('ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!')
  return robot
}

function updateRobot(call: Call, kind: Kind, params: Params) {
  const robot = requiredRobot(requireApp(call), kind, params)
  const fields = mapOf(params['FIELDS'])
  if (!fields || !Object.keys(fields).length) throw invalid('No fields to update')
  checkFields(call, fields)
  Object.assign(robot.fields, fields)
  return reply(true)
}

function deleteRobot(call: Call, kind: Kind, params: Params) {
  const app = requireApp(call)
  const robot = requiredRobot(app, kind, params)
  app.robots = app.robots.filter((one) => one !== robot)
  return reply(true)
}

const scope = ['bizproc']

const methodsOf = (kind: Kind): MethodMap => {
  const named = { scope, isAnyCase: true }
  return {
    [`bizproc.${kind}.add`]: { ...named, run: (call, params) => addRobot(call, kind, params) },
    [`bizproc.${kind}.list`]: {
      scope,
      run: (call) =>
        reply(
          requireApp(call)
            .robots.filter(isOfKind(kind))
            .map(({ code }) => code),
        ),
    },
    [`bizproc.${kind}.update`]: {
      ...named,
      run: (call, params) => updateRobot(call, kind, params),
    },
    [`bizproc.${kind}.delete`]: {
      ...named,
      run: (call, params) => deleteRobot(call, kind, params),
    },
  }
}

const waitingFor = ({ app }: Call, params: Params): WaitingRobot | undefined =>
  app?.waitingRobots.get(textOf(params['EVENT_TOKEN']))

function sendEvent(call: Call, params: Params) {
  const waiting = waitingFor(call, params)
  // A workflow that has gone on waits no longer.
  if (!waiting || waiting.returned !== null)
    throw new RestError('ACCESS_DENIED', 'Access denied!', { status: 403 })
  waiting.returned = mapOf(params['RETURN_VALUES']) ?? {}
  const note = textOf(params['LOG_MESSAGE'])
  if (note !== '') waiting.log.push(note)
  return reply(true)
}

function writeLog(call: Call, params: Params) {
  const note = textOf(params['LOG_MESSAGE'])
  if (note === '') throw new RestError('ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!')
  const waiting = waitingFor(call, params)
  if (!waiting) throw new RestError('ACCESS_DENIED', 'Access denied!')
  waiting.log.push(note)
  return reply(true)
}

/** Robots of stages and actions of the workflow designer, and what they send back. */
export const robotMethods: MethodMap = {
  ...methodsOf('robot'),
  ...methodsOf('activity'),
  'bizproc.event.send': { scope, isAnyCase: true, run: sendEvent },
  'bizproc.activity.log': { scope, isAnyCase: true, run: writeLog },
}
