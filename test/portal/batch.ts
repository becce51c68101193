import { performance } from 'node:perf_hooks'
import { callMethod, timeBlock } from './call-method.ts'
import { type Call, type Reply } from './method.ts'
import { parsePhpForm } from './php-form.ts'
import { RestError } from './rest-error.ts'
import { type Params, isYes, mapOf, textOf } from './values.ts'

const maxCommands = 50
const forbidden = /^(batch|.*\.upload(file)?|crm\.controller\.item\.getfile)$/i

export type SubCall = {
  method: string
  params: Params
  body: Record<string, unknown>
  fault?: string
}

/** Replaces `$result[key][path]` in a command's query by values of earlier answers. */
function substitute(value: unknown, results: Map<string, unknown>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$result((?:\[[^\]]*\])+)/g, (_whole, path: string) => {
      const parts = [...path.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')
      let found: unknown = results.get(parts[0] ?? '')
      for (const part of parts.slice(1)) found = mapOf(found)?.[part]
      return textOf(found)
    })
  }
  if (Array.isArray(value)) return value.map((inner) => substitute(inner, results))
  const map = mapOf(value)
  return map
    ? Object.fromEntries(
        Object.entries(map).map(([key, inner]) => [key, substitute(inner, results)]),
      )
    : value
}

const isListOfCommands = (keys: string[]): boolean =>
  keys.every((key, index) => key === String(index))

/** PHP writes an empty map as [], and a map with the keys 0…n as a list. */
function phpMap(entries: Map<string, unknown>): unknown {
  return isListOfCommands([...entries.keys()]) ? [...entries.values()] : Object.fromEntries(entries)
}

async function runCommand(
  call: Call,
  command: string,
  results: Map<string, unknown>,
): Promise<{ sub: SubCall; reply?: Reply; time?: unknown }> {
  const [path = '', query = ''] = command.split(/\?(.*)/s)
  const method = path.replace(/^\//, '').replace(/\.json$/i, '')
  const params = substitute(parsePhpForm(query), results) as Params
  const startedAt = performance.now()
  try {
    if (forbidden.test(method)) {
      throw new RestError(
        'ERROR_BATCH_METHOD_NOT_ALLOWED',
        'Method is not allowed for batch usage',
        {
          status: 405,
        },
      )
    }
    const reply = await callMethod(call, method, params)
    const sub: SubCall = { method, params, body: { ...reply } }
    return { sub, reply, time: timeBlock(call, method, startedAt) }
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    const { fault } = error
    const body = error.body()
    const sub: SubCall = { method, params, body, ...(fault !== undefined && { fault }) }
    return { sub }
  }
}

type Outcome = Awaited<ReturnType<typeof runCommand>>

const tooMany = {
  error: 'ERROR_BATCH_LENGTH_EXCEEDED',
  error_description: 'Max batch length exceeded',
}

const keep = (outcomes: Map<string, Outcome>, read: (outcome: Outcome) => unknown) =>
  new Map(
    [...outcomes]
      .map(([key, outcome]) => [key, read(outcome)] as const)
      .filter(([, value]) => value !== undefined),
  )

/** Runs up to 50 commands one after the other; `seen` gets each of them. */
export async function runBatch(
  call: Call,
  given: Params,
  seen: (sub: SubCall) => void,
): Promise<Reply> {
  const commands = Object.entries(mapOf(given['cmd']) ?? {})
  const results = new Map<string, unknown>()
  const outcomes = new Map<string, Outcome>()
  for (const [key, command] of commands.slice(0, maxCommands)) {
    const outcome = await runCommand(call, textOf(command), results)
    outcomes.set(key, outcome)
    seen(outcome.sub)
    if (outcome.reply) results.set(key, outcome.reply.result ?? null)
    else if (isYes(given['halt'])) break
  }
  const errors = keep(outcomes, ({ reply, sub }) => (reply ? undefined : sub.body))
  for (const [key] of commands.slice(maxCommands)) errors.set(key, tooMany)
  return {
    result: {
      result: phpMap(results),
      result_error: phpMap(errors),
      result_total: phpMap(keep(outcomes, ({ reply }) => reply?.total)),
      result_next: phpMap(keep(outcomes, ({ reply }) => reply?.next)),
      result_time: phpMap(keep(outcomes, ({ time }) => time)),
    },
  }
}
