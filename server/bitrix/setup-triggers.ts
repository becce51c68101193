import { z } from 'zod'
import { triggersOf } from '../../shared/automation/triggers.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Language } from '../../shared/words/language.ts'
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

type Offer = { side: Side; language: Language }

const offered = ({ side, language }: Offer): Trigger[] =>
  triggersOf(side).map(({ code, title }) => ({ code, name: title[language] }))

/** Those that are gone or bear another name. */
export const missingTriggers = (present: readonly Trigger[], offer: Offer): Trigger[] =>
  offered(offer).filter(
    ({ code, name }) => !present.some((one) => one.code === code && one.name === name),
  )

/** Adds what is missing, renames what bears another name, removes what is offered no longer. */
export function triggerCommands(present: readonly Trigger[], offer: Offer): Command<null>[] {
  const wanted = offered(offer)
  const stale = present.filter(({ code }) => !wanted.some((one) => one.code === code))
  return [
    ...stale.map(({ code }) => command('crm.automation.trigger.delete', { CODE: code })),
    ...missingTriggers(present, offer).map(({ code, name }) =>
      command('crm.automation.trigger.add', { CODE: code, NAME: name }),
    ),
  ]
}

const command = (method: string, params: Record<string, unknown>): Command<null> => ({
  method,
  params,
  read: () => null,
})
