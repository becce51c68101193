import { ref } from 'vue'
import { z } from 'zod'
import { useFrame } from '../../../bitrix/frame.ts'
import { keptFiltersSchema, type ListFilters } from '../list-filters.ts'

const optionName = 'sla_saved_views'
const mostViews = 20

export type SavedView = { name: string; filters: ListFilters }

const savedSchema = z.array(z.object({ name: z.string().max(60), filters: keptFiltersSchema }))

/** A person's own views, kept at the portal so that they are there in any browser. */
export function useSavedViews() {
  const frame = useFrame()
  const views = ref<SavedView[]>(read(frame.kept(optionName)))

  function keep(next: SavedView[]): void {
    views.value = next
    frame.keep(optionName, JSON.stringify(next))
  }
  return {
    views,
    isFull: () => views.value.length >= mostViews,
    /** One of the same name is replaced. */
    save: (name: string, filters: ListFilters) => {
      const others = views.value.filter((view) => view.name !== name)
      keep([...others, { name, filters: { ...filters } }])
    },
    remove: (name: string) => {
      keep(views.value.filter((view) => view.name !== name))
    },
  }
}

function read(text: string): SavedView[] {
  try {
    return savedSchema.parse(JSON.parse(text))
  } catch {
    return []
  }
}
