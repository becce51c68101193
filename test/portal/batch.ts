import { performance } from 'node:perf_hooks'
import { callMethod, timeBlock } from './call-method.ts'
import { type Call, type Reply } from './method.ts'
import { parsePhpForm } from './php-form.ts'
import { RestError } from './rest-error.ts'
import { type Params, isYes, mapOf, textOf } from './values.ts'

const maxCommands = 50
const forbidden = /^(batch|.*\.upload(file)?|crm\.controller\.item\.getfile)$/i

export type SubCall = { method: string; params: Params; body: Record<string, unknown> }

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

async function runCommand(call: Call, command: string, results: Map<string, unknown>) {
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
    return { method, params, reply, error: null, time: timeBlock(call, startedAt) }
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    return { method, params, reply: null, error: error.body(), time: null }
  }
}

/** Runs up to 50 commands one after the other; `seen` gets each of them. */
export async function runBatch(
  call: Call,
  given: Params,
  seen: (sub: SubCall) => void,
): Promise<Reply> {
  const commands = Object.entries(mapOf(given['cmd']) ?? {})
  const results = new Map<string, unknown>()
  const errors = new Map<string, unknown>()
  const totals = new Map<string, unknown>()
  const nexts = new Map<string, unknown>()
  const times = new Map<string, unknown>()

  for (const [index, [key, command]] of commands.entries()) {
    if (index >= maxCommands) {
      errors.set(key, {
        error: 'ERROR_BATCH_LENGTH_EXCEEDED',
        error_description: 'Max batch length exceeded',
      })
      continue
    }
    const { method, params, reply, error, time } = await runCommand(call, textOf(command), results)
    seen({ method, params, body: error ?? { ...reply } })
    if (error) {
      errors.set(key, error)
      if (isYes(given['halt'])) break
      continue
    }
    results.set(key, reply.result ?? null)
    times.set(key, time)
    if (reply.total !== undefined) totals.set(key, reply.total)
    if (reply.next !== undefined) nexts.set(key, reply.next)
  }
  return {
    result: {
      result: phpMap(results),
      result_error: phpMap(errors),
      result_total: phpMap(totals),
      result_next: phpMap(nexts),
      result_time: phpMap(times),
    },
  }
}
