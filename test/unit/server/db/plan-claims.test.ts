import { describe, expect, it } from 'vitest'
import { planClaims } from '../../../../server/db/plan-claims.ts'

const portals = ['a', 'b', 'c', 'd', 'e']
const everythingIsFree = () => true

describe('who looks after which portal', () => {
  it('one that is alone takes all', () => {
    const plan = planClaims({ portals, ours: [], isFree: everythingIsFree, replicas: 1 })
    expect(plan).toEqual({ give: [], take: portals })
  })

  it('when another one comes, then what is more than the half is given back', () => {
    const plan = planClaims({ portals, ours: portals, isFree: () => false, replicas: 2 })
    expect(plan).toEqual({ give: ['d', 'e'], take: [] })
  })

  it('takes what is free, up to its share', () => {
    const isFree = (memberId: string) => memberId !== 'a'
    const plan = planClaims({ portals, ours: ['b'], isFree, replicas: 2 })
    expect(plan).toEqual({ give: [], take: ['c', 'd'] })
  })

  it('when there are more replicas than portals, then some have nothing to do', () => {
    const plan = planClaims({ portals: ['a'], ours: [], isFree: () => false, replicas: 3 })
    expect(plan).toEqual({ give: [], take: [] })
  })

  it('a portal that was forgotten is given back', () => {
    const plan = planClaims({ portals, ours: ['gone'], isFree: () => false, replicas: 1 })
    expect(plan).toEqual({ give: ['gone'], take: [] })
  })
})
