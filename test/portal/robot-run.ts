import { post } from './cloud-queue.ts'
import { eventAuth, eventOrigin } from './events.ts'
import { smartInvoice, typeName } from './methods/built-in-types.ts'
import { type Item } from './records.ts'
import { type PortalState, type RobotRecord, randomHex } from './state.ts'
import { type RobotRun } from './types.ts'
import { intOf, textOf, yesNo } from './values.ts'
import { type World } from './world.ts'

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

/** A robot calls its handler for an element. Throws when the app has no such robot. */
export function runRobot(world: World, portal: PortalState, work: { code: string; run: RobotRun }) {
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

/** What the administrator wrote into a robot's settings, with the element's values in it. */
function filledIn(text: unknown, item: Item): unknown {
  if (typeof text !== 'string') return text
  return text.replace(/\{=Document:(\w+)\}/g, (_all, field: string) => documentValue(field, item))
}

function documentValue(field: string, { id, values }: Item): string {
  if (field === 'ID') return String(id)
  if (field === 'TITLE') return textOf(values['title'])
  return field === 'ASSIGNED_BY_ID' ? `user_${textOf(values['assignedById'])}` : ''
}

/** An element has come to a stage: the robots that stand there run. */
export function runStageRobots(world: World, portal: PortalState, item: Item): void {
  const { entityTypeId, id: itemId } = item
  const here = portal.app.robotPlaces.filter(
    (place) => place.entityTypeId === entityTypeId && place.stageId === item.values['stageId'],
  )
  for (const { code, properties } of here) {
    const filled = Object.entries(properties).map(([key, text]) => [key, filledIn(text, item)])
    runRobot(world, portal, {
      code,
      run: {
        entityTypeId,
        itemId,
        properties: Object.fromEntries(filled) as Record<string, unknown>,
      },
    })
  }
}
