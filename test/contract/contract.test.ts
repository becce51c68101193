import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { methodNames } from '../portal/methods/registry.ts'
import { openDesk } from './desk.ts'
import { families } from './families.ts'
import { isInReach, playFamily } from './family.ts'
import { type Ground, prepareGround } from './ground.ts'
import { type Target, openTarget } from './target.ts'

/** Old families that are emulated for apps that still call them; the documentation gave them up. */
const givenUp =
  /^(methods|crm\.(lead|deal|contact|company)\..*|crm\.activity\.(add|update)|crm\.enum\.activitytype|task\.commentitem\..*)$/

const called = new Set<string>()
let target: Target
let ground: Ground
let clearGround: () => Promise<void>

beforeAll(async () => {
  const opened = await openTarget(process.env)
  target = {
    ...opened,
    send(request) {
      called.add(request.method)
      return opened.send(request)
    },
  }
  const { desk, tidyUp } = openDesk(target)
  clearGround = tidyUp
  ground = await prepareGround(desk)
})

afterAll(async () => {
  await clearGround()
  await target.close()
})

describe('documented methods answer as documented', () => {
  it.for(families)('$name', async (family, { skip }) => {
    if (await isInReach(target, family)) await playFamily(target, ground, family)
    else skip()
  })

  it('and no emulated method is without a case', ({ skip }) => {
    if (!target.sandbox) skip()
    const forgotten = methodNames.filter((name) => !called.has(name) && !givenUp.test(name))
    expect(forgotten).toEqual([])
  })
})
