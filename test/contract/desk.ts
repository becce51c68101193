import { expect } from 'vitest'
import { type z } from 'zod'
import { type Params, type Target, type Way } from './target.ts'

export type Refusal = { status: number; error: string }

type Ask = <Shape extends z.ZodType>(
  method: string,
  params: Params,
  shape: Shape,
) => Promise<z.output<Shape>>

/** What a family of cases works with. */
export type Desk = {
  target: Target
  /** A call that has to succeed, held to its shape. */
  call: Ask
  /** A call that changes nothing: asked by JSON, by form and by GET, which must tell the same. */
  read: Ask
  /** A call that has to be refused as documented. */
  refuse: (method: string, params: Params, refusal: Refusal) => Promise<void>
  /**
   * The call that takes away what was just made. The story makes it by calling the function given
   * back; what the story leaves undone is done in the end, the last first.
   */
  removal: (method: string, params: Params, shape: z.ZodType) => () => Promise<void>
}

/** A desk at a portal; `tidyUp` leaves the portal as it was. */
export function openDesk(target: Target) {
  const open: (() => Promise<void>)[] = []

  async function resultBy<Shape extends z.ZodType>(
    request: { method: string; params: Params; way: Way },
    shape: Shape,
  ): Promise<z.output<Shape>> {
    const { status, body } = await target.send(request)
    const about = `${request.method} by ${request.way}`
    if (status !== 200 || 'error' in body) {
      throw new Error(`${about}: ${status} ${JSON.stringify(body)}`)
    }
    expect(body, about).toHaveProperty('time.date_finish')
    const read = shape.safeParse(body['result'])
    if (!read.success) {
      const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      throw new Error(`${about}: ${problems.join('; ')} in ${JSON.stringify(body['result'])}`)
    }
    return read.data
  }

  const desk: Desk = {
    target,
    call: (method, params, shape) => resultBy({ method, params, way: 'json' }, shape),
    async read(method, params, shape) {
      const told = await resultBy({ method, params, way: 'json' }, shape)
      // A live portal is spared the repetition, and others may be changing it in between.
      if (!target.sandbox) return told
      for (const way of ['form', 'query'] as const) {
        expect(await resultBy({ method, params, way }, shape), `${method} by ${way}`).toEqual(told)
      }
      return told
    },
    async refuse(method, params, { status, error }) {
      const answer = await target.send({ method, params, way: 'json' })
      expect({ status: answer.status, error: answer.body['error'] }, method).toEqual({
        status,
        error,
      })
      expect(answer.body, method).toHaveProperty('error_description')
    },
    removal(method, params, shape) {
      const remove = async () => {
        await resultBy({ method, params, way: 'json' }, shape)
        open.splice(open.indexOf(remove), 1)
      }
      open.push(remove)
      return remove
    },
  }

  async function tidyUp(): Promise<void> {
    const failures: unknown[] = []
    while (open.length > 0)
      await open
        .at(-1)?.()
        .catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'something was left on the portal')
  }
  return { desk, tidyUp }
}
