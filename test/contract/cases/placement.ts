import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing } from '../shape.ts'

const handler = 'https://sla-desk.example.test/contract/'

export const placementCases: Family = {
  name: 'placements',
  needs: 'app',
  async play({ call, read, removal }, { entityTypeId }) {
    const PLACEMENT = `CRM_DYNAMIC_${entityTypeId}_DETAIL_TAB`
    await read('placement.list', { SCOPE: 'crm' }, z.array(z.string()).min(1))
    await call(
      'placement.bind',
      {
        PLACEMENT,
        HANDLER: handler,
        TITLE: 'title',
        DESCRIPTION: 'description',
        LANG_ALL: {
          en: { TITLE: 'title', DESCRIPTION: 'description' },
          de: { TITLE: 'Titel', DESCRIPTION: 'Beschreibung' },
        },
      },
      z.literal(true),
    )
    const place = { PLACEMENT, HANDLER: handler }
    const unbind = removal('placement.unbind', place, z.object({ count: z.number().min(1) }))
    const text = bearing('TITLE DESCRIPTION', {})
    await read(
      'placement.get',
      {},
      z
        .array(
          bearing('placement userId handler options title description langAll', {
            userId: z.number(),
            langAll: z.union([z.record(z.string(), text), z.tuple([])]),
          }),
        )
        .min(1),
    )
    await unbind()
  },
}
