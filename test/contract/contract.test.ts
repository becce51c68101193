import { afterAll, beforeAll, describe, it } from 'vitest'
import { openDesk } from './desk.ts'
import { families } from './families.ts'
import { isInReach, playFamily } from './family.ts'
import { type Ground, prepareGround } from './ground.ts'
import { type Target, openTarget } from './target.ts'

let target: Target
let ground: Ground
let clearGround: () => Promise<void>

beforeAll(async () => {
  target = await openTarget(process.env)
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
})
