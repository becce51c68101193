import { tellApp } from './events.ts'
import { type PortalState } from './state.ts'
import { type Params, mapOf } from './values.ts'
import { type World } from './world.ts'

/** The action `restEvent` with that id, wherever in the layout it is. */
function findAction(part: unknown, id: string): Params | null {
  const map = mapOf(part)
  if (!map) return null
  if (map['type'] === 'restEvent' && map['id'] === id) return map
  for (const inner of Object.values(map)) {
    const found = findAction(inner, id)
    if (found) return found
  }
  return null
}

/**
 * ONCRMTIMELINEITEMACTION, to the app that has made the activity alone. Its keys are named in the
 * documentation, their nesting is not (doubt 2).
 *
 * @throws when there is no such activity or button
 */
export function pressButton(
  world: World,
  portal: PortalState,
  press: { userId: number; activityId: number; actionId: string },
): void {
  const { userId, activityId, actionId } = press
  const activity = portal.activities.get(activityId)
  const action = findAction(activity?.layout, actionId)
  const app = portal.apps.get(activity?.clientId ?? '')
  if (!activity || !action || !app) throw new Error(`activity ${activityId} has no ${actionId}`)
  tellApp(world, portal, app, {
    name: 'ONCRMTIMELINEITEMACTION',
    data: {
      id: actionId,
      entityTypeId: activity.ownerTypeId,
      entityId: activity.ownerId,
      activityId,
      userId,
      ...mapOf(action['actionParams']),
    },
    userId,
    connector: '',
  })
}
