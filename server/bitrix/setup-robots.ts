import { z } from 'zod'
import type { RobotProperty, RobotReturn, RobotSpec } from '../../shared/automation/robot-spec.ts'
import { robotsOf } from '../../shared/automation/robots.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Language } from '../../shared/words/language.ts'
import type { Command } from './command.ts'

/** Codes of our app's robots in the portal. */
export function listRobots(): Command<string[]> {
  return {
    method: 'bizproc.robot.list',
    params: {},
    read: (result) => z.array(z.string()).parse(result),
  }
}

export const missingRobots = (present: readonly string[], side: Side): string[] =>
  Object.keys(robotsOf(side)).filter((code) => !present.includes(code))

type RobotOffer = {
  side: Side
  /** Of settings for which portals have one text, whoever looks. */
  language: Language
  handler: string
}

/**
 * What makes the portal's robots ours: missing ones are added, those that are there are written anew,
 * because a list tells nothing but codes, and those that are offered no longer go.
 */
export function robotCommands(
  present: readonly string[],
  { side, language, handler }: RobotOffer,
): Command<null>[] {
  const wanted = Object.entries(robotsOf(side))
  const fieldsOf = (spec: RobotSpec) => fieldsIn(language, spec, handler)
  const stale = present.filter((code) => !wanted.some(([known]) => known === code))
  return [
    ...stale.map(deleteRobot),
    ...wanted.map(([code, spec]) =>
      present.includes(code)
        ? command('bizproc.robot.update', { CODE: code, FIELDS: fieldsOf(spec) })
        : command('bizproc.robot.add', { CODE: code, ...fieldsOf(spec) }),
    ),
  ]
}

const deleteRobot = (code: string) => command('bizproc.robot.delete', { CODE: code })

const command = (method: string, params: Record<string, unknown>): Command<null> => ({
  method,
  params,
  read: () => null,
})

const fieldsIn = (language: Language, spec: RobotSpec, handler: string) => ({
  HANDLER: handler,
  NAME: spec.name,
  DESCRIPTION: spec.description,
  // The automation goes on when the ticket is there, or the administrator says that it need not wait.
  USE_SUBSCRIPTION: 'Y',
  PROPERTIES: mapValues(spec.properties, (property) => propertyIn(language, property)),
  RETURN_PROPERTIES: mapValues(spec.returns, returnOf),
})

const propertyIn = (language: Language, property: RobotProperty) => ({
  Name: property.name,
  ...(property.description && { Description: property.description }),
  Type: property.type,
  ...(property.options && {
    Options: mapValues(property.options, (words) => words[language]),
  }),
  Required: property.isRequired === true ? 'Y' : 'N',
  Multiple: 'N',
  Default: property.default ?? '',
})

const returnOf = ({ name, type }: RobotReturn) => ({ Name: name, Type: type })

const mapValues = <Value, Result>(
  record: Record<string, Value>,
  map: (value: Value) => Result,
): Record<string, Result> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
