import type { BitrixError } from './errors.ts'

/** One REST call: what to send and how to read `result` (zod; throws when it has another shape). */
export type Command<T> = {
  method: string
  params: Record<string, unknown>
  read(result: unknown): T
  /** Asked at the last moment: whether it shall still be sent. Always, by default. */
  isWanted?: () => boolean
  /** Lists: how to go on behind a page, and how to put pages together. */
  pages?: { next(page: T): Command<T> | undefined; join(page: T, rest: T): T }
}

/** What became of one of several commands. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: BitrixError }

/** The values of commands, position by position. */
export type Outcomes<Commands extends readonly Command<unknown>[]> = {
  -readonly [Index in keyof Commands]: Outcome<ValueOf<Commands[Index]>>
}
type ValueOf<C> = C extends Command<infer T> ? T : never

/** Rows of one page, fixed by the portal (platform.md §3.3). */
export const pageSize = 50
/** A list longer than this is not one of ours; it stops a portal that never ends. */
const maxRows = 20_000

type ListCommand<Row> = Omit<Command<Row[]>, 'pages'>

/**
 * A list read page by page. Its order must be such that rows keep their places while it is read.
 *
 * @param command the first page; `read` gives one element per row of the answer
 */
export function listCommand<Row>(command: ListCommand<Row>, start = 0): Command<Row[]> {
  return {
    ...command,
    params: start === 0 ? command.params : { ...command.params, start },
    pages: {
      next: (page) => {
        const from = start + pageSize
        return page.length < pageSize || from >= maxRows ? undefined : listCommand(command, from)
      },
      join: (page, rest) => [...page, ...rest],
    },
  }
}
