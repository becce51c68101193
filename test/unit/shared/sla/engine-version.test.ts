import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../../shared/evidence/canonical-json.ts'
import { engineVersion } from '../../../../shared/sla/engine-version.ts'
import {
  accepted,
  asks,
  call,
  clocksOf,
  delivered,
  moves,
  needsDecision,
  outOfScope,
  registered,
  says,
  setLevel,
  upheld,
} from './story.ts'

const day = (time: string) => `2026-11-23 ${time}`

/** Most of what a history can hold. */
const histories = [
  [
    registered(day('10:00'), 1),
    call(day('10:10'), { reached: false }),
    call(day('10:40'), { reached: false }),
    says('partner', day('11:00'), 'answer'),
    delivered('answer', day('11:01')),
    moves('partner', day('12:00'), 'proposed'),
    moves('customer', day('15:00'), 'closed'),
  ],
  [
    registered(day('10:00'), 2),
    asks('partner', day('10:30'), 'question'),
    delivered('question', day('10:31')),
    says('customer', day('16:00')),
    setLevel(day('17:00'), 3),
    moves('partner', day('17:30'), 'inWork'),
    outOfScope(day('18:00')),
    upheld(day('18:30')),
  ],
  [registered(day('10:00'), 4), needsDecision(day('10:00')), accepted(day('12:00'))],
]

const answers = () =>
  createHash('sha256')
    .update(canonicalJson(histories.map((facts) => clocksOf(...facts))))
    .digest('hex')

/** Version of the engine, and what it answers. Whoever changes the answers makes a new version. */
const recorded = {
  version: 1,
  answers: 'e4c6be233f5163692b61b889ea3cf7acd952a46612ff554c0c6afa2237761eb7',
}

it('an engine that answers otherwise has another version, so that stored clocks are computed anew', () => {
  expect({ version: engineVersion, answers: answers() }).toEqual(recorded)
})
