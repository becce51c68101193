import { computed, reactive, type Ref, watch } from 'vue'
import { z } from 'zod'
import { addMonths, type Month, monthAt } from '../../../shared/billing/months.ts'
import { levelSchema } from '../../../shared/sla/level.ts'
import { type Frame, useFrame } from '../../bitrix/frame.ts'

const name = 'sla_dashboard_filters'

/** Told from the present month on, so that a kept one does not grow old. */
export const spans = ['month', 'lastMonth', 'quarter', 'year'] as const

/** What was kept may be of an older version: what does not fit is as at the beginning. */
const filtersSchema = z.object({
  span: z.enum(spans).catch('month'),
  contract: z.string().max(100).nullable().catch(null),
  level: levelSchema.nullable().catch(null),
  /** Who has the ticket; 0: nobody. */
  engineer: z.number().int().nonnegative().nullable().catch(null),
})
export type DashboardFilters = z.infer<typeof filtersSchema>
const untouched = filtersSchema.parse({})

const monthsBack = { month: [0, 0], lastMonth: [1, 1], quarter: [2, 0], year: [11, 0] } as const

/** Filters that stay: kept at the portal for the person, so that they are there in any browser. */
export function useDashboardFilters(now: Ref<number>) {
  const frame = useFrame()
  const filters = reactive<DashboardFilters>(readKept(frame))
  watch(filters, (chosen) => {
    const text = JSON.stringify(chosen)
    frame.keep(name, text === JSON.stringify(untouched) ? '' : text)
  })
  const thisMonth = computed(() => monthAt(zoneHere(), now.value))
  return {
    filters,
    isNarrowed: computed(() =>
      [filters.contract, filters.level, filters.engineer].some((chosen) => chosen !== null),
    ),
    reset: () => Object.assign(filters, { ...untouched, span: filters.span }),
    /** The filters as the server is asked. */
    query: computed(() => toQuery(filters, thisMonth.value)),
  }
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

function toQuery({ span, contract, level, engineer }: DashboardFilters, thisMonth: Month) {
  const [first, last] = monthsBack[span]
  return {
    from: addMonths(thisMonth, -first),
    to: addMonths(thisMonth, -last),
    ...(contract !== null && { contract }),
    ...(level !== null && { level: String(level) }),
    ...(engineer !== null && { engineer: String(engineer) }),
  }
}

function readKept(frame: Frame): DashboardFilters {
  try {
    return filtersSchema.parse(JSON.parse(frame.kept(name)))
  } catch {
    return { ...untouched }
  }
}
