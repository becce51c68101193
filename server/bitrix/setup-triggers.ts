import { z } from 'zod'
import { triggersOf } from '../../shared/automation/triggers.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Command } from './command.ts'
import { bxText } from './rest-values.ts'

type Trigger = { code: string; name: string }

const rowSchema = z
  .object({ CODE: z.string(), NAME: bxText })
  .transform(({ CODE: code, NAME: name }): Trigger => ({ code, name }))

/** Our app's triggers in the portal. */
export function listTriggers(): Command<Trigger[]> {
  return {
    method: 'crm.automation.trigger.list',
    params: {},
    read: (result) => z.array(rowSchema).parse(result),
  }
}

/** Codes that are gone or bear another name. */
export const missingTriggers = (present: readonly Trigger[], side: Side): string[] =>
  triggersOf(side)
    .filter(({ code, title }) => !present.some((one) => one.code === code && one.name === title.ru))
    .map(({ code }) => code)

/** Adds what is missing, renames what bears another name, removes what is offered no longer. */
export function triggerCommands(present: readonly Trigger[], side: Side): Command<null>[] {
  const wanted = triggersOf(side)
  const missing = missingTriggers(present, side)
  const stale = present.filter(({ code }) => !wanted.some((one) => one.code === code))
  return [
    ...stale.map(({ code }) => command('crm.automation.trigger.delete', { CODE: code })),
    ...wanted
      .filter(({ code }) => missing.includes(code))
      .map(({ code, title }) =>
        command('crm.automation.trigger.add', { CODE: code, NAME: title.ru }),
      ),
  ]
}

const command = (method: string, params: Record<string, unknown>): Command<null> => ({
  method,
  params,
  read: () => null,
})
