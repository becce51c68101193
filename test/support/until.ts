import { setTimeout as sleep } from 'node:timers/promises'

const looksEveryMs = 50
const patienceMs = 60_000

/**
 * Waits for processes that go on by themselves, also before a test begins.
 *
 * @throws Error when it does not come about within a minute
 */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It has not come about within a minute')
    await sleep(looksEveryMs)
  }
}
