import { type Call } from './method.ts'
import { callMethod } from './call-method.ts'
import { runRobot } from './robot-run.ts'
import { type PortalState } from './state.ts'
import { type Portal, type PortalUser } from './types.ts'
import { type World, portalNow } from './world.ts'

/** The system acts with an administrator's rights, but its events bear nobody's tokens. */
export function robotCall(world: World, portal: PortalState): Call {
  const user = portal.users.find(({ isAdmin }) => isAdmin) as PortalUser
  const now = portalNow(world, portal)
  return { world, portal, user, app: null, token: '', now, connector: '', isRobot: true }
}

function dropSmartProcess(portal: PortalState, entityTypeId: number): void {
  const type = portal.types.find((one) => one.entityTypeId === entityTypeId)
  portal.types = portal.types.filter((one) => one !== type)
  portal.items.delete(entityTypeId)
  portal.categories = portal.categories.filter((one) => one.entityTypeId !== entityTypeId)
  portal.fields = portal.fields.filter((field) => field.entityId !== `CRM_${type?.id ?? 0}`)
  const stages = `DYNAMIC_${entityTypeId}_STAGE_`
  portal.statuses = portal.statuses.filter((status) => !status.entityId.startsWith(stages))
}

type Automation = Pick<
  Portal,
  | 'runRobot'
  | 'placeRobot'
  | 'robotResults'
  | 'placeTrigger'
  | 'executedTriggers'
  | 'changeAsRobot'
  | 'dropSmartProcess'
>

/** What happens on a portal by itself, without a person behind it. */
export const automationOf = (world: World, portal: PortalState): Automation => ({
  runRobot: (code, run) => runRobot(world, portal, { code, run }),
  placeRobot(code, { entityTypeId, stageId, properties }) {
    if (!portal.app.robots.some((robot) => robot.code === code))
      throw new Error(`the app has no robot ${code}`)
    portal.app.robotPlaces.push({ code, entityTypeId, stageId, properties: { ...properties } })
  },
  robotResults: () =>
    [...portal.app.waitingRobots.values()].map(({ code, returned, log }) => ({
      code,
      returned,
      log: [...log],
    })),
  executedTriggers: () => [...portal.app.executedTriggers],
  placeTrigger(code, stageId) {
    const trigger = portal.app.triggers.find((one) => one.code === code)
    if (!trigger) throw new Error(`the app has no trigger ${code}`)
    trigger.stageIds.push(stageId)
  },
  async changeAsRobot(entityTypeId, id, fields) {
    const params = { entityTypeId, id, fields }
    await callMethod(robotCall(world, portal), 'crm.item.update', params)
  },
  dropSmartProcess(entityTypeId) {
    dropSmartProcess(portal, entityTypeId)
  },
})
