import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'
import { openDesk } from './desk.ts'
import { families } from './families.ts'
import { isInReach, playFamily } from './family.ts'
import { prepareGround } from './ground.ts'
import { type Target, openTarget } from './target.ts'

let sandbox: Sandbox
let rest: Rest
let target: Target
beforeEach(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  target = await openTarget({
    CONTRACT_REST_URL: `${sandbox.portal.url}/rest`,
    CONTRACT_TOKEN: sandbox.portal.issueTokens(admin).accessToken,
  })
})
afterEach(async () => {
  await target.close()
  await sandbox.close()
})

/** What a stranger's battery could have left on the portal. */
async function traces() {
  const list = (method: string, params = {}) => resultOf<unknown>(rest(method, params))
  return {
    types: await list('crm.type.list'),
    workplaces: await list('crm.automatedsolution.list'),
    activities: await list('crm.activity.list'),
    badges: await list('crm.activity.badge.list'),
    kinds: await list('crm.activity.type.list'),
    icons: await list('crm.timeline.icon.list'),
    fields: await list('userfieldconfig.list', { moduleId: 'crm' }),
    triggers: await list('crm.automation.trigger.list'),
    placements: await list('placement.get'),
    handlers: await list('event.get'),
    options: await list('app.option.get'),
    files: await list('disk.storage.getChildren', { id: 1 }),
  }
}

describe('on a portal that is not ours', () => {
  it('the battery leaves no trace', async () => {
    const before = await traces()
    const { desk, tidyUp } = openDesk(target)
    const ground = await prepareGround(desk)
    let played = 0
    for (const family of families) {
      if (!(await isInReach(target, family))) continue
      await playFamily(target, ground, family)
      played += 1
    }
    await tidyUp()
    expect(played).toBeGreaterThan(15)
    expect(await traces()).toEqual(before)
  })

  it.each([1, 3, 5, 7])('leaves none either when cases break off after %i calls', async (calls) => {
    const before = await traces()
    const { desk, tidyUp } = openDesk(target)
    const ground = await prepareGround(desk)
    let broken = 0
    for (const family of families) {
      if (!(await isInReach(target, family))) continue
      const breaking = { ...target, send: breakingOff(target, calls) }
      await playFamily(breaking, ground, family).catch(() => (broken += 1))
    }
    await tidyUp()
    expect(broken).toBeGreaterThan(5)
    expect(await traces()).toEqual(before)
  })
})

/** One call in the middle gets an answer that no case accepts, and does nothing. */
function breakingOff(portal: Target, calls: number): Target['send'] {
  let count = 0
  return async (request) => {
    count += 1
    return count === calls + 1 ? { status: 500, body: { error: 'BROKEN' } } : portal.send(request)
  }
}
