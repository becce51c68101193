import { describe, expect, it } from 'vitest'
import { planClaims } from '../../../../server/db/plan-claims.ts'

const lots = ['a', 'b', 'c', 'd', 'e']
const everythingIsFree = () => true

describe('who looks after which portal', () => {
  it('one that is alone takes all', () => {
    const plan = planClaims({ lots, ours: [], isFree: everythingIsFree, replicas: 1 })
    expect(plan).toEqual({ give: [], take: lots })
  })

  it('when another one comes, then what is more than the half is given back', () => {
    const plan = planClaims({ lots, ours: lots, isFree: () => false, replicas: 2 })
    expect(plan).toEqual({ give: ['d', 'e'], take: [] })
  })

  it('takes what is free, up to its share', () => {
    const isFree = (lot: string) => lot !== 'a'
    const plan = planClaims({ lots, ours: ['b'], isFree, replicas: 2 })
    expect(plan).toEqual({ give: [], take: ['c', 'd'] })
  })

  it('when there are more replicas than lots, then some have nothing to do', () => {
    const plan = planClaims({ lots: ['a'], ours: [], isFree: () => false, replicas: 3 })
    expect(plan).toEqual({ give: [], take: [] })
  })

  it('a lot without portals is given back', () => {
    const plan = planClaims({ lots, ours: ['gone'], isFree: () => false, replicas: 1 })
    expect(plan).toEqual({ give: ['gone'], take: [] })
  })
})
