import type { LeftOut } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Language } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { BitrixError } from './errors.ts'
import { hasMethod, mayHave } from './has-method.ts'
import { runAllOrFail } from './run-all-or-fail.ts'
import { listRobots, robotCommands } from './setup-robots.ts'
import { listTriggers, triggerCommands } from './setup-triggers.ts'

/**
 * Registers robots and triggers. The exchange does not need them: a portal without automation is
 * served without.
 *
 * @returns what this portal does not offer
 */
export async function setUpAutomation(
  client: PortalClient,
  offer: { side: Side; language: Language; handler: string },
): Promise<LeftOut[]> {
  const [hasRobots, hasTriggers] = await client.runAll([
    hasMethod('bizproc.robot.add'),
    hasMethod('crm.automation.trigger.add'),
  ])
  const robots = await attempt('robots', mayHave(hasRobots), () =>
    setUp(client, listRobots(), (present) => robotCommands(present, offer)),
  )
  const triggers = await attempt('triggers', mayHave(hasTriggers), () =>
    setUp(client, listTriggers(), (present) => triggerCommands(present, offer)),
  )
  return [...robots, ...triggers]
}

async function setUp<Present>(
  client: PortalClient,
  list: Command<Present>,
  commandsFor: (present: Present) => Command<null>[],
): Promise<void> {
  await runAllOrFail(client, commandsFor(await client.run(list)))
}

async function attempt(
  part: LeftOut['part'],
  mayBeHad: boolean,
  work: () => Promise<void>,
): Promise<LeftOut[]> {
  if (!mayBeHad) return [{ part, words: '' }]
  try {
    await work()
    return []
  } catch (error) {
    if (error instanceof BitrixError && error.retry === 'never')
      return [{ part, words: error.message }]
    throw error
  }
}
