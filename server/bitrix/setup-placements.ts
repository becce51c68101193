import { z } from 'zod'
import type { Place } from '../../shared/ticket/place.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { runAllOrFail } from './run-all-or-fail.ts'

type Binding = { placement: string; handler: string }

/** Our tab in the card of an item; whatever else the app has bound is of an earlier set-up and goes. */
export async function setUpPlacements(
  client: PortalClient,
  place: Place,
  handler: string,
): Promise<void> {
  const wanted = tabOf(place, handler)
  const present = await client.run(listBindings())
  const isWanted = (one: Binding) => one.placement === wanted.placement && one.handler === handler
  const stale = present.filter((one) => !isWanted(one))
  await runAllOrFail(client, [
    ...stale.map(unbind),
    ...(present.some(isWanted) ? [] : [bind(wanted)]),
  ])
}

export const tabOf = ({ entityTypeId }: Place, handler: string): Binding => ({
  placement: `CRM_DYNAMIC_${entityTypeId}_DETAIL_TAB`,
  handler,
})

/** Only those of our own app are told. */
export function listBindings(): Command<Binding[]> {
  return {
    method: 'placement.get',
    params: {},
    read: (result) =>
      z.array(z.object({ placement: z.string().toUpperCase(), handler: z.string() })).parse(result),
  }
}

function bind({ placement, handler }: Binding): Command<null> {
  return {
    method: 'placement.bind',
    params: {
      PLACEMENT: placement,
      HANDLER: handler,
      TITLE: 'SLA',
      LANG_ALL: {
        ru: { TITLE: 'SLA', DESCRIPTION: 'Сроки и переписка по обращению', GROUP_NAME: '' },
        en: { TITLE: 'SLA', DESCRIPTION: 'Due times and messages of the ticket', GROUP_NAME: '' },
      },
    },
    read: () => null,
  }
}

function unbind({ placement, handler }: Binding): Command<null> {
  return {
    method: 'placement.unbind',
    params: { PLACEMENT: placement, HANDLER: handler },
    read: () => null,
  }
}
