import { batchCommand, readResult } from './batch.ts'
import type { Command, Outcome } from './command.ts'
import { BitrixError, ownCodes } from './errors.ts'

/** Sends one call and gives its `result`. @throws BitrixError */
export type Call = (method: string, params: Record<string, unknown>) => Promise<unknown>

/** @throws BitrixError */
export async function runWith<T>(call: Call, command: Command<T>): Promise<T> {
  const outcome = readResult(command, await call(command.method, command.params))
  if (!outcome.ok) throw outcome.error
  return readRest(call, command, outcome.value)
}

/** Lists: reads what lies behind a full page. */
async function readRest<T>(call: Call, command: Command<T>, page: T): Promise<T> {
  const next = command.pages?.next(page)
  if (!command.pages || !next) return page
  return command.pages.join(page, await runWith(call, next))
}

/** Commands that fit one request; what went wrong stands in their outcomes. */
export async function runGroup(
  call: Call,
  commands: readonly Command<unknown>[],
): Promise<Outcome<unknown>[]> {
  const [only] = commands
  if (only && commands.length === 1)
    return [await outcomeOf(() => runWith(call, only), only.method)]
  const first = await outcomeOf(() => runWith(call, batchCommand(commands)), 'batch')
  if (!first.ok) return commands.map(() => first)
  const outcomes: Outcome<unknown>[] = []
  for (const [index, command] of commands.entries()) {
    const outcome = first.value[index]
    if (!outcome?.ok) outcomes.push(outcome ?? { ok: false, error: missing(command.method) })
    else
      outcomes.push(await outcomeOf(() => readRest(call, command, outcome.value), command.method))
  }
  return outcomes
}

async function outcomeOf<T>(work: () => Promise<T>, method: string): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof BitrixError) return { ok: false, error }
    throw new Error(`${method} failed outside of the portal`, { cause: error })
  }
}

const missing = (method: string) =>
  new BitrixError({ method, code: ownCodes.noAnswer, status: 200, message: '' })
