// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { DefineComponent } from 'vue'
import ClockBadge from '../../../../client/ui/ClockBadge.vue'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { mountPage, serverNow } from '../mount-page.ts'

const minuteMs = 60_000

it.each([
  [29, 'blue', 'осталось'],
  [31, 'orange', 'осталось'],
  [49, 'red', '● осталось'],
  [61, 'red', '! просрочено'],
])('of a clock of an hour, after %i minutes, is %s and says «%s»', (minutes, tone, words) => {
  const { clocks } = computeClocks(defaultPolicy, defaultCalendar, [
    {
      ...{ kind: 'registered', id: 'item', level: 1, consents: true, channel: 'portal' },
      ...{ at: serverNow, recordedAt: serverNow },
    },
  ])
  const clock = clocks.find(({ name }) => name === 'reaction')
  const { page } = mountPage(ClockBadge, {
    props: { clock, now: serverNow + minutes * minuteMs, workingMs: null },
  })
  expect(page.getComponent<DefineComponent>({ name: 'WordPill' }).props()).toMatchObject({ tone })
  expect(page.text()).toContain(words)
})
