import { groupCommands, isBatchable, maxCommands } from './batch.ts'
import type { Command, Outcome } from './command.ts'
import { BitrixError, ownCodes } from './errors.ts'
import type { Pace } from './pace.ts'
import { type Call, runGroup } from './run-commands.ts'

/** People and clocks wait for 'work'; looking after things gives way to it. */
export type Urgency = 'work' | 'upkeep'

export type Lane = {
  /** In order; what goes wrong with a request stands in the outcome of each of its commands. */
  runAll(commands: readonly Command<unknown>[], urgency: Urgency): Promise<Outcome<unknown>[]>
  /** Commands that have not gone yet. */
  waiting(): number
}

type Group = {
  commands: readonly Command<unknown>[]
  urgency: Urgency
  settle: (outcomes: Promise<Outcome<unknown>[]>) => void
}

/** Time that never goes back, for what has to be waited for. */
export type Timer = { nowMs(): number; sleep(ms: number): Promise<unknown> }

/** More than one request under way, so that a slow one does not stop all. */
const maxUnderWay = 2
const maxTries = 3

/**
 * The one way to a portal. What waits while others are under way is folded into one request, the
 * most urgent first, and no more go than the portal takes.
 */
export function createLane(send: Call, pace: Pace, timer: Timer): Lane {
  const waiting: Group[] = []
  const underWay = new Set<Promise<unknown>>()
  let isPumping = false

  return {
    async runAll(commands, urgency) {
      const outcomes: Outcome<unknown>[] = []
      for (const group of groupCommands(commands)) outcomes.push(...(await enqueue(group, urgency)))
      return outcomes
    },

    waiting: () => waiting.reduce((sum, { commands }) => sum + commands.length, 0),
  }

  function enqueue(
    commands: readonly Command<unknown>[],
    urgency: Urgency,
  ): Promise<Outcome<unknown>[]> {
    return new Promise((resolve) => {
      waiting.push({ commands, urgency, settle: resolve })
      if (!isPumping) void pump()
    })
  }

  async function pump(): Promise<void> {
    isPumping = true
    // Lets those who ask in the same moment come along.
    await new Promise(setImmediate)
    while (waiting.length > 0) {
      if (underWay.size >= maxUnderWay) await Promise.race(underWay)
      else {
        await turn()
        go(takeRequest(waiting))
      }
    }
    isPumping = false
  }

  /** Waits for the portal's leave to send one more. */
  async function turn(): Promise<void> {
    for (let ms = pace.waitMs(timer.nowMs()); ms > 0; ms = pace.waitMs(timer.nowMs()))
      await timer.sleep(ms)
    pace.took(timer.nowMs())
  }

  function go(groups: readonly Group[]): void {
    const commands = groups.flatMap((group) => group.commands)
    let isFirst = true
    // Pages of a list and repetitions each need leave of their own.
    const call: Call = async (method, params) => {
      if (!isFirst) await turn()
      isFirst = false
      return repeatWhenRefused(async () => {
        if (!commands.every(isWanted)) throw withdrawn(method)
        return send(method, params)
      })
    }
    const outcomes = runGroup(call, commands)
    let from = 0
    for (const { commands: own, settle } of groups) {
      const at = from
      from += own.length
      settle(outcomes.then((all) => all.slice(at, at + own.length)))
    }
    const done: Promise<unknown> = outcomes
      .catch(() => undefined)
      .finally(() => underWay.delete(done))
    underWay.add(done)
  }

  /** Too many requests: the portal has done nothing, so that it can be asked again. */
  async function repeatWhenRefused(ask: () => Promise<unknown>): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof BitrixError) || error.code !== 'QUERY_LIMIT_EXCEEDED') throw error
        pace.refused(timer.nowMs())
        if (tries === maxTries) throw error
        await turn()
      }
    }
  }
}

const isWanted = (command: Command<unknown>) => command.isWanted?.() ?? true

const withdrawn = (method: string) =>
  new BitrixError({ method, code: ownCodes.withdrawn, status: 0, message: 'It was not sent' })

/** Takes out what makes one request: the oldest of the most urgent, and whatever fits beside it. */
function takeRequest(waiting: Group[]): Group[] {
  const inOrder = [
    ...waiting.filter((group) => group.urgency === 'work'),
    ...waiting.filter((group) => group.urgency === 'upkeep'),
  ]
  const [first, ...others] = inOrder
  if (!first) return []
  const taken = [first]
  let size = first.commands.length
  if (first.commands.every(isBatchable))
    for (const group of others) {
      if (size + group.commands.length > maxCommands || !group.commands.every(isBatchable)) continue
      taken.push(group)
      size += group.commands.length
    }
  for (const group of taken) waiting.splice(waiting.indexOf(group), 1)
  return taken
}
