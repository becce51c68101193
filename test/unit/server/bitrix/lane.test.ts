import { describe, expect, it } from 'vitest'
import type { Command } from '../../../../server/bitrix/command.ts'
import { BitrixError } from '../../../../server/bitrix/errors.ts'
import { createLane, type Timer } from '../../../../server/bitrix/lane.ts'
import { createPace } from '../../../../server/bitrix/pace.ts'

const command = (id: number): Command<number> => ({
  method: 'crm.item.get',
  params: { id },
  read: Number,
})

/** Commands of a request, by their ids. */
function idsOf(method: string, params: Record<string, unknown>): number[] {
  if (method !== 'batch') return [Number(params.id)]
  return Object.values(params.cmd as Record<string, string>).map((cmd) =>
    Number(/id=(\d+)/.exec(cmd)?.[1]),
  )
}

/** A portal that answers every command with its id, each request when it is let go. */
function fakePortal(isCloud = false) {
  const requests: number[][] = []
  const held: (() => void)[] = []
  const refusals: BitrixError[] = []
  let nowMs = 0
  const state = { isHolding: false }
  const timer: Timer = {
    nowMs: () => nowMs,
    sleep: (ms) => {
      nowMs += ms
      return Promise.resolve()
    },
  }
  const lane = createLane(
    async (method, params) => {
      const ids = idsOf(method, params)
      requests.push(ids)
      const refusal = refusals.shift()
      if (refusal) throw refusal
      if (state.isHolding) await new Promise<void>((resolve) => held.push(resolve))
      if (method !== 'batch') return ids[0]
      return {
        result: Object.fromEntries(ids.map((id, at) => [`c${String(at)}`, id])),
        result_error: [],
      }
    },
    createPace(isCloud),
    timer,
  )
  const valuesOf = async (ids: number[], urgency: 'work' | 'upkeep' = 'work') => {
    const outcomes = await lane.runAll(ids.map(command), urgency)
    return outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.error.code))
  }
  return { lane, requests, held, refusals, state, valuesOf, elapsedMs: () => nowMs }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

const limit = () =>
  new BitrixError({
    method: 'crm.item.get',
    code: 'QUERY_LIMIT_EXCEEDED',
    status: 503,
    message: '',
  })

describe('the lane of a portal', () => {
  it('what is asked for in the same moment goes in one request, and everybody gets his own', async () => {
    const portal = fakePortal()
    const answers = await Promise.all([
      portal.valuesOf([1, 2]),
      portal.valuesOf([3]),
      portal.valuesOf([4, 5]),
    ])
    expect(answers).toEqual([[1, 2], [3], [4, 5]])
    expect(portal.requests).toEqual([[1, 2, 3, 4, 5]])
  })

  it('no request has more than fifty commands', async () => {
    const portal = fakePortal()
    const groups = Array.from({ length: 40 }, (_, index) => [
      3 * index + 1,
      3 * index + 2,
      3 * index + 3,
    ])
    await Promise.all(groups.map((ids) => portal.valuesOf(ids)))
    expect(portal.requests.flat()).toHaveLength(120)
    expect(Math.max(...portal.requests.map((ids) => ids.length))).toBeLessThanOrEqual(50)
    expect(portal.requests).toHaveLength(3)
  })

  it('work goes before upkeep that has waited longer', async () => {
    const portal = fakePortal()
    portal.state.isHolding = true
    const first = [portal.valuesOf([1])]
    await tick()
    first.push(portal.valuesOf([2]))
    await tick()
    const upkeep = portal.valuesOf(
      Array.from({ length: 50 }, (_, at) => 100 + at),
      'upkeep',
    )
    await tick()
    const work = portal.valuesOf([3])
    await tick()
    portal.state.isHolding = false
    for (const release of portal.held) release()
    await Promise.all([...first, upkeep, work])
    expect(portal.requests[2]).toEqual([3])
  })

  it('a refusal for too many requests is waited out and repeated', async () => {
    const portal = fakePortal()
    portal.refusals.push(limit())
    expect(await portal.valuesOf([1])).toEqual([1])
    expect(portal.requests).toEqual([[1], [1]])
    expect(portal.elapsedMs()).toBe(500)
  })

  it('another refusal is an outcome of its commands, and the lane goes on', async () => {
    const portal = fakePortal()
    portal.refusals.push(
      new BitrixError({ method: 'batch', code: 'HTTP_500', status: 500, message: '' }),
    )
    expect(await portal.valuesOf([1, 2])).toEqual(['HTTP_500', 'HTTP_500'])
    expect(await portal.valuesOf([3])).toEqual([3])
  })

  it('a cloud portal gets fifty at once and then two a second', async () => {
    const portal = fakePortal(true)
    for (let id = 1; id <= 60; id += 1) await portal.valuesOf([id])
    expect(portal.elapsedMs()).toBe(5000)
  })

  it('what somebody else does by now is not sent, even after a wait', async () => {
    const portal = fakePortal()
    portal.refusals.push(limit())
    const isWanted = () => portal.requests.length === 0
    const [outcome] = await portal.lane.runAll([{ ...command(1), isWanted }], 'work')
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'WITHDRAWN', isUncertain: false, retry: 'later' },
    })
    expect(portal.requests).toEqual([[1]])
  })
})
