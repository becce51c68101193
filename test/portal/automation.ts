import { post } from './cloud-queue.ts'
import { eventAuth, eventOrigin } from './events.ts'
import { type Call } from './method.ts'
import { callMethod } from './call-method.ts'
import { smartInvoice, typeName } from './methods/built-in-types.ts'
import { type PortalState, type RobotRecord, randomHex } from './state.ts'
import { type Portal, type PortalUser, type RobotRun } from './types.ts'
import { intOf, textOf, yesNo } from './values.ts'
import { type World, portalNow } from './world.ts'

const oldDocuments: Record<number, string> = {
  1: 'CCrmDocumentLead',
  2: 'CCrmDocumentDeal',
  3: 'CCrmDocumentContact',
  4: 'CCrmDocumentCompany',
}

/** What workflows call an element of the type. */
const documentClass = (entityTypeId: number): string =>
  oldDocuments[entityTypeId] ??
  `Bitrix\\Crm\\Integration\\BizProc\\Document\\${entityTypeId === smartInvoice ? 'SmartInvoice' : 'Dynamic'}`

/** Only an explicit N keeps a workflow from waiting for the robot. */
const waits = (robot: RobotRecord): boolean => textOf(robot.fields['USE_SUBSCRIPTION']) !== 'N'

/** With the tokens of the robot's AUTH_USER_ID; without one, without any. */
function robotAuth(world: World, portal: PortalState, robot: RobotRecord) {
  const userId = intOf(robot.fields['AUTH_USER_ID'])
  const user = portal.users.find(({ id }) => id === userId)
  return user
    ? eventAuth(world, portal, portal.app, user.id, true)
    : eventOrigin(world, portal, portal.app)
}

function runRobot(world: World, portal: PortalState, work: { code: string; run: RobotRun }) {
  const { code, run } = work
  const robot = portal.app.robots.find((one) => one.code === code)
  if (!robot) throw new Error(`the app has no robot ${code}`)
  const eventToken = randomHex(16)
  portal.app.waitingRobots.set(eventToken, { code, returned: null, log: [] })
  const document = ['crm', documentClass(run.entityTypeId)]
  const type = typeName(run.entityTypeId)
  post(world, portal, textOf(robot.fields['HANDLER']), {
    kind: 'robot',
    event_token: eventToken,
    workflow_id: randomHex(8),
    code,
    document_id: [...document, `${type}_${run.itemId}`],
    document_type: [...document, type],
    properties: run.properties ?? {},
    use_subscription: yesNo(waits(robot)),
    timeout_duration: 0,
    auth: robotAuth(world, portal, robot),
  })
  return { eventToken }
}

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

type Automation = Pick<Portal, 'runRobot' | 'placeTrigger' | 'changeAsRobot' | 'dropSmartProcess'>

/** What happens on a portal by itself, without a person behind it. */
export const automationOf = (world: World, portal: PortalState): Automation => ({
  runRobot: (code, run) => runRobot(world, portal, { code, run }),
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
