import { computed, ref, type Ref, shallowRef, watch } from 'vue'
import type { TicketRow } from '../../../shared/api/ticket-row.ts'

/**
 * Rows whose contents are always fresh but which stay where they are while somebody points at them:
 * nobody clicks on what has just slipped under the pointer.
 */
export function useSteadyRows(fresh: Ref<TicketRow[] | undefined>) {
  const isHeld = ref(false)
  const order = shallowRef<TicketRow[]>([])

  const rows = computed(() => {
    const byId = new Map(fresh.value?.map((row) => [row.id, row]))
    return order.value.map((row) => byId.get(row.id) ?? row)
  })
  const hasNews = computed(() => idsOf(fresh.value ?? []) !== idsOf(order.value))

  function settle(): void {
    order.value = fresh.value ?? []
  }
  watch(
    [fresh, isHeld],
    () => {
      if (!isHeld.value || order.value.length === 0) settle()
    },
    { immediate: true },
  )
  return { rows, hasNews, isHeld, settle }
}

const idsOf = (rows: readonly TicketRow[]): string => rows.map((row) => row.id).join(' ')
