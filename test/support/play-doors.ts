import { createRandom } from '../torture/random.ts'
import { attemptOf } from './fuzz-doors.ts'
import { openFuzzWorld } from './fuzz-world.ts'
import { faultOfAnswer, sendAttempt } from './try-door.ts'

export type Played = {
  /** What was wrong, each with the attempt by which it can be had again. */
  faults: string[]
  /** Doors with the kinds of answers that they gave: «POST /api/basket» → «2xx», «4xx». */
  answers: Map<string, Set<string>>
  slowestMs: number
}

type Play = { seed: string; from: number; to: number; databaseUrl?: string }

/** A portal does not take the result of a robot that never ran there. */
const isRefusal = (line: string) => line.includes('"msg":"effect refused"')

/** Most doors only read, and have no bodies that could be spoilt. */
const readEvery = 5

/**
 * Sends attempts to the doors of one world, one after the other, and lets the jobs work on what was
 * taken. A line in the log of errors is a fault like any other.
 */
export async function playDoors({ seed, from, to, databaseUrl }: Play): Promise<Played> {
  const faults: string[] = []
  const answers = new Map<string, Set<string>>()
  let at = ''
  let slowestMs = 0
  const { bridge, ground, stop } = await openFuzzWorld({
    ...(databaseUrl !== undefined && { databaseUrl }),
    logLevel: 'error',
    logTo: {
      write: (line) => {
        if (!isRefusal(line)) faults.push(`${at}: log: ${line.slice(0, 1500)}`)
      },
    },
  })
  const { world } = bridge
  const written = ground.routes.filter(({ method }) => method !== 'GET')
  for (let number = from; number <= to; number++) {
    const random = createRandom(`${seed}/${String(number)}`)
    const routes = number % readEvery === 0 ? ground.routes : written
    const { door, ...attempt } = attemptOf({ ...ground, routes }, random)
    at = `seed ${seed}, attempt ${String(number)}, ${door}`
    const began = performance.now()
    try {
      const answer = await sendAttempt(world.appUrl, attempt)
      const fault = faultOfAnswer(answer)
      if (fault !== null) faults.push(`${at}: ${fault}`)
      const kinds = answers.get(door) ?? new Set()
      answers.set(door, kinds.add(`${String(answer.status)[0] ?? ''}xx`))
    } catch (error) {
      faults.push(`${at}: no answer: ${String(error)}`)
    }
    slowestMs = Math.max(slowestMs, performance.now() - began)
  }
  at = `seed ${seed}, jobs after attempts ${String(from)} to ${String(to)}`
  await world.settle().catch((error: unknown) => faults.push(`${at}: ${String(error)}`))
  await stop()
  return { faults, answers, slowestMs }
}
