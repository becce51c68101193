import type { PortalClient } from './client.ts'
import type { Command, Outcome } from './command.ts'

/**
 * Commands that are all needed: as few requests as possible.
 *
 * @throws BitrixError of the first one that was refused; the others have run all the same
 */
export async function runAllOrFail<T>(
  client: PortalClient,
  commands: readonly Command<T>[],
): Promise<T[]> {
  const outcomes: readonly Outcome<T>[] = await client.runAll(commands)
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw outcome.error
    return outcome.value
  })
}
