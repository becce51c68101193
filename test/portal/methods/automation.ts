import { type Call, type MethodMap, reply } from '../method.ts'
import { type Item } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type InstalledApp } from '../state.ts'
import { type Params, intOf, textOf } from '../values.ts'
import { findType } from './crm-access.ts'
import { updateItem } from './item.ts'
import { entityTypeIdOf } from './owner.ts'
import { stagesOf } from './stages.ts'

const refuse = (description: string): RestError => new RestError('', description)

/** Triggers are an administrator's, through an app. */
function requireApp(call: Call): InstalledApp {
  if (!call.app) throw new RestError('ACCESS_DENIED', 'Application context required')
  if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied!')
  return call.app
}

function requiredCode(params: Params): string {
  const code = textOf(params['CODE'])
  if (code === '') throw refuse('Empty trigger code!')
  if (!/^[a-z0-9.\-_]+$/i.test(code)) throw refuse('Wrong trigger code!')
  return code
}

/** The same code again renames the trigger. */
function addTrigger(call: Call, params: Params) {
  const app = requireApp(call)
  const code = requiredCode(params)
  const name = textOf(params['NAME'])
  if (name === '') throw refuse('Empty trigger name!')
  const known = app.triggers.find((trigger) => trigger.code === code)
  if (known) known.name = name
  else app.triggers.push({ code, name, stageIds: [] })
  return reply(true)
}

function requiredTrigger(app: InstalledApp, params: Params) {
  const code = requiredCode(params)
  const trigger = app.triggers.find((one) => one.code === code)
  if (!trigger) throw refuse('Trigger is not registered!')
  return trigger
}

/** The stage that an administrator has put the trigger on, in the funnel of the item. */
function targetStage(call: Call, stageIds: string[], item: Item): string | undefined {
  const categoryId = Number(item.values['categoryId'])
  const own = stagesOf(call.portal, item.entityTypeId, categoryId)
  return stageIds.find((stageId) => own.some((stage) => stage.statusId === stageId))
}

/** True says only "taken": a stage moves when an administrator has put the trigger on it. */
function moveAsRobot(call: Call, item: Item, stageId: string) {
  const { entityTypeId, id } = item
  const params = { entityTypeId, id, fields: { stageId } }
  return updateItem({ ...call, isRobot: true }, params)
}

function fire(call: Call, params: Params, owner: { typeId: number | null; id: number | null }) {
  const trigger = requiredTrigger(requireApp(call), params)
  const type = findType(call, owner.typeId)
  if (!type?.flags['isAutomationEnabled']) throw refuse('Incorrect OWNER_TYPE_ID!')
  const item = call.portal.items.get(type.entityTypeId)?.get(owner.id ?? 0)
  if (!item) throw refuse('Element is not found!')
  call.app?.executedTriggers.push({
    code: trigger.code,
    entityTypeId: item.entityTypeId,
    itemId: item.id,
  })
  const stageId = targetStage(call, trigger.stageIds, item)
  if (stageId !== undefined) moveAsRobot(call, item, stageId)
  return reply(true)
}

/** The old way names the element in one word: `DEAL_57`, `DYNAMIC_156_42`. */
function fireByTarget(call: Call, params: Params) {
  const [, name, id] = /^(.+)_(\d+)$/.exec(textOf(params['TARGET'])) ?? []
  if (name === undefined) throw refuse('Target is not set!')
  return fire(call, params, { typeId: entityTypeIdOf(name), id: intOf(id) })
}

const crm = ['crm']

export const automationMethods: MethodMap = {
  'crm.automation.trigger.add': { scope: crm, isAnyCase: true, run: addTrigger },
  'crm.automation.trigger.list': {
    scope: crm,
    run: (call) =>
      reply(requireApp(call).triggers.map(({ code, name }) => ({ NAME: name, CODE: code }))),
  },
  'crm.automation.trigger.delete': {
    scope: crm,
    isAnyCase: true,
    run(call, params) {
      const app = requireApp(call)
      const trigger = requiredTrigger(app, params)
      app.triggers = app.triggers.filter((one) => one !== trigger)
      return reply(true)
    },
  },
  'crm.automation.trigger.execute': {
    scope: crm,
    isAnyCase: true,
    run: (call, params) =>
      fire(call, params, { typeId: intOf(params['OWNER_TYPE_ID']), id: intOf(params['OWNER_ID']) }),
  },
  'crm.automation.trigger': { scope: crm, isAnyCase: true, run: fireByTarget },
}
