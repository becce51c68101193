import type { FaultName } from '../portal/faults.ts'
import type { Random } from './random.ts'
import type { People } from './story.ts'

const callFaults = [
  'answerLost',
  'answerLost',
  'reset',
  'html500',
  'limit503',
  'limit429',
  'tokenExpired',
] as const satisfies FaultName[]

const eventFaults = ['eventLost', 'eventDoubled', 'eventSwapped'] as const satisfies FaultName[]

const targets = [
  '*',
  'batch',
  'crm.item.add',
  'crm.item.update',
  'crm.item.get',
  'crm.timeline.comment.add',
  'crm.timeline.comment.update',
  'crm.timeline.comment.delete',
] as const

/** Something goes wrong in one of the portals, once or for a while. */
export function strike({ customer, partner }: People, random: Random): void {
  const { faults } = random.pick([customer, partner]).portal
  const times = 1 + random.below(3)
  const share = random.next()
  const forMs = 1000 * (1 + random.below(60))
  if (share < 0.08) faults.add({ fault: 'portalDown', forMs })
  else if (share < 0.14) faults.add({ fault: 'queueBlocked', forMs })
  else if (share < 0.28)
    faults.add({ fault: 'slow', ms: 20 + random.below(300), target: random.pick(targets), times })
  else if (share < 0.35) faults.add({ fault: 'eventDelayed', ms: random.below(800), times })
  else if (share < 0.55) faults.add({ fault: random.pick(eventFaults), times })
  else faults.add({ fault: random.pick(callFaults), target: random.pick(targets), times })
}
