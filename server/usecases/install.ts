import { leftOutOf, type OptionalPart, type SetupView } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { Handlers, OnStep, SetUpPortal } from '../bitrix/portal-setup.ts'
import type { CheckPortal } from '../bitrix/setup-check.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { createSettleIn } from './settle-in.ts'

type Deps = {
  db: Database
  checkPortal: CheckPortal
  setUpPortal: SetUpPortal
  settleIn: ReturnType<typeof createSettleIn>
  handlers: Handlers
}

/**
 * Makes in a portal what is missing of ours, for the first time or again, and moves its tickets in.
 *
 * @throws BitrixError of the step that failed
 */
export function createInstall({ db, checkPortal, setUpPortal, settleIn, handlers }: Deps) {
  return async function install(
    client: PortalClient,
    portal: Portal & { role: Side },
    onStep: OnStep,
  ): Promise<Place> {
    const known = portal.place && (await withoutLost(client, { ...portal, place: portal.place }))
    const former = { ...portal, place: known }
    const { role: side, language } = portal
    const wanted = { handlers, side, language, place: known, onStep }
    const place = await setUpPortal(client, wanted)
    await settleIn(client, former, place)
    return place
  }

  /**
   * A field that was deleted will be there again, but empty: until its contents are back, it must
   * not be read, or they would be taken for erased.
   */
  async function withoutLost(
    client: PortalClient,
    { memberId, place, role: side, language, setup }: Portal & { place: Place; role: Side },
  ): Promise<Place> {
    const expected = { handlers, place, side, language, without: lackingIn(setup) }
    const { lostFields } = await checkPortal(client, expected)
    const kept = Object.entries(place.fields).filter(([key]) => !lostFields.includes(key))
    if (kept.length === Object.keys(place.fields).length) return place
    const left = { ...place, fields: Object.fromEntries(kept) }
    await db.portals.savePlace(memberId, left)
    return left
  }
}

/** What the portal is known not to offer. */
export const lackingIn = (setup: SetupView): ReadonlySet<OptionalPart> =>
  new Set(leftOutOf(setup).map(({ part }) => part))
