import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TicketFilters } from '../../../shared/api/ticket-list.ts'
import type { Dashboard } from '../../../shared/report/dashboard.ts'
import { formatMonth } from '../../ui/format-money.ts'

export const groupings = ['level', 'contract', 'engineer', 'month'] as const
export type Grouping = (typeof groupings)[number]

/** The dashboard's groups by the names that people know them by. */
export function useGroups(
  shown: Ref<Dashboard | undefined>,
  names: Ref<TicketFilters | undefined>,
  grouping: Ref<Grouping>,
) {
  const { t, locale } = useI18n()
  const nameOf: Record<Grouping, (key: string) => string> = {
    level: (key) => t(`levels.${key}.name`),
    contract: (key) => names.value?.contracts.find(({ id }) => id === key)?.customerName ?? key,
    engineer: (key) => {
      const person = names.value?.people.find(({ id }) => String(id) === key)
      return person?.name ?? (key === '0' ? t('queue.nobody') : `ID ${key}`)
    },
    month: (key) => formatMonth(key, locale.value),
  }
  const groupsOf = (by: Grouping) => {
    if (!shown.value) return []
    const { byLevel, byContract, byEngineer, byMonth } = shown.value
    const groups = { level: byLevel, contract: byContract, engineer: byEngineer, month: byMonth }
    return groups[by].map((group) => ({ ...group, name: nameOf[by](group.key) }))
  }
  return {
    groups: computed(() =>
      groupsOf(grouping.value).filter(({ clocks }) => clocks.reaction ?? clocks.statusUpdate),
    ),
    /** §4: what the customers owe. */
    dutyGroups: computed(() =>
      groupsOf('contract').filter(({ clocks }) => clocks.replyDuty ?? clocks.phoneDuty),
    ),
  }
}
