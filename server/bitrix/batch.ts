import { z } from 'zod'
import type { Command, Outcome } from './command.ts'
import { badAnswer, BitrixError, ownCodes, readRefusal } from './errors.ts'
import { encodePhpQuery } from './php-query.ts'
import { bxMap } from './rest-values.ts'

/** Commands of one request (platform.md §3.4). */
export const maxCommands = 50
/** A command heavier than this (files) goes on its own, so that a batch stays light. */
const maxChars = 200_000

/**
 * Commands → groups that each make one request, in order. A group of one is a plain call.
 */
export function groupCommands<C extends Command<unknown>>(commands: readonly C[]): C[][] {
  const groups: C[][] = []
  let open: C[] | undefined
  for (const command of commands) {
    if (!isBatchable(command)) {
      groups.push([command])
      open = undefined
    } else if (open && open.length < maxCommands) open.push(command)
    else groups.push((open = [command]))
  }
  return groups
}

/** What a query cannot say (an empty list) and what is heavy goes alone. */
export function isBatchable(command: Command<unknown>): boolean {
  const json = JSON.stringify(command.params)
  return json.length <= maxChars && !/[:[,](\[\]|\{\})/.test(json.replace(/"(\\.|[^"\\])*"/g, '""'))
}

/** Key of a command: a word, so that PHP answers with a map and not with a list. */
const keyOf = (index: number) => `c${index}`

/** One batch that goes on behind a refused command. */
export function batchCommand(commands: readonly Command<unknown>[]): Command<Outcome<unknown>[]> {
  const cmd = Object.fromEntries(
    commands.map(({ method, params }, index) => [
      keyOf(index),
      `${method}?${encodePhpQuery(params)}`,
    ]),
  )
  return {
    method: 'batch',
    params: { halt: 0, cmd },
    read: (answer) => readBatch(answer, commands),
  }
}

const batchSchema = z.object({ result: bxMap, result_error: bxMap })

function readBatch(answer: unknown, commands: readonly Command<unknown>[]): Outcome<unknown>[] {
  const { result, result_error } = batchSchema.parse(answer)
  return commands.map((command, index) => {
    const key = keyOf(index)
    if (key in result_error)
      return { ok: false, error: subError(command.method, result_error[key]) }
    if (key in result) return readResult(command, result[key])
    return { ok: false, error: unanswered(command.method) }
  })
}

/** Parses what a command was answered. */
export function readResult<T>(command: Command<T>, result: unknown): Outcome<T> {
  try {
    return { ok: true, value: command.read(result) }
  } catch (cause) {
    const error = cause instanceof BitrixError ? cause : badAnswer(command.method, cause)
    return { ok: false, error }
  }
}

/** A command's refusal has no HTTP status of its own; 400 is what its plain call mostly has. */
function subError(method: string, answer: unknown): BitrixError {
  const refusal = readRefusal(method, answer, 400)
  if (refusal) return refusal
  const message = typeof answer === 'string' ? answer.slice(0, 1000) : ''
  return new BitrixError({ method, code: '', status: 400, message, isQuote: true })
}

const unanswered = (method: string) =>
  new BitrixError({
    method,
    code: ownCodes.noAnswer,
    status: 200,
    message: 'The portal did not say what became of this command',
  })
