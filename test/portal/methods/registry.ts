import { matchesName } from '../faults.ts'
import { type Method, type MethodMap, reply, scopesOf } from '../method.ts'
import { type PortalState } from '../state.ts'
import { textOf } from '../values.ts'
import { activityBindingMethods } from './activity-binding.ts'
import { activityFieldMethods } from './activity-fields.ts'
import { activityListMethods } from './activity-list.ts'
import { todoMethods } from './activity-todo.ts'
import { activityMethods } from './activity.ts'
import { appMethods } from './app.ts'
import { automationMethods } from './automation.ts'
import { badgeMethods } from './badge.ts'
import { calendarMethods } from './calendar.ts'
import { cardMethods } from './card.ts'
import { categoryMethods } from './category.ts'
import { commentMethods } from './comment.ts'
import { fieldTypeMethods } from './field-type.ts'
import { diskFolderMethods } from './disk-folders.ts'
import { diskMethods } from './disk.ts'
import { elapsedTimeMethods } from './elapsed-time.ts'
import { eventMethods } from './event.ts'
import { offlineMethods } from './event-offline.ts'
import { itemMethods } from './item.ts'
import { itemImportMethods } from './item-import.ts'
import { logMessageMethods } from './log-message.ts'
import { messageMethods } from './message.ts'
import { notifyMethods } from './notify.ts'
import { placementMethods } from './placement.ts'
import { productRowMethods } from './product-row.ts'
import { referenceMethods } from './reference.ts'
import { robotMethods } from './robot.ts'
import { stageHistoryMethods } from './stage-history.ts'
import { statusMethods } from './status.ts'
import { taskMethods } from './task.ts'
import { timelineBindingMethods } from './timeline-binding.ts'
import { timelineLooksMethods } from './timeline-looks.ts'
import { timelineNoteMethods } from './timeline-note.ts'
import { typeMethods } from './type.ts'
import { userFieldMethods } from './user-field.ts'
import { userMethods } from './user.ts'
import { workingDayMethods } from './working-day.ts'

const registryMethods: MethodMap = {
  'method.get': {
    scope: [],
    isAnyCase: true,
    run(call, params) {
      const method = findMethodOf(call.portal, textOf(params['NAME']))
      const scope = method?.scope ?? []
      const scopes = scopesOf(call)
      const isOpen = !scope.length || !scopes || scope.some((one) => scopes.includes(one))
      return reply({
        isExisting: method !== undefined,
        isAvailable: method !== undefined && isOpen,
      })
    },
  },
}

const families: MethodMap[] = [
  registryMethods,
  activityBindingMethods,
  activityFieldMethods,
  activityListMethods,
  activityMethods,
  appMethods,
  automationMethods,
  badgeMethods,
  calendarMethods,
  cardMethods,
  categoryMethods,
  commentMethods,
  diskFolderMethods,
  diskMethods,
  elapsedTimeMethods,
  eventMethods,
  fieldTypeMethods,
  itemImportMethods,
  itemMethods,
  logMessageMethods,
  messageMethods,
  notifyMethods,
  offlineMethods,
  placementMethods,
  productRowMethods,
  referenceMethods,
  robotMethods,
  stageHistoryMethods,
  statusMethods,
  taskMethods,
  timelineBindingMethods,
  timelineLooksMethods,
  timelineNoteMethods,
  todoMethods,
  typeMethods,
  userFieldMethods,
  userMethods,
  workingDayMethods,
]

const byName = new Map<string, { name: string; method: Method }>(
  families
    .flatMap((family) => Object.entries(family))
    .map(([name, method]) => [name.toLowerCase(), { name, method }]),
)

/** Every method but `batch`, as the documentation spells it. */
export const methodNames: readonly string[] = [...byName.values()].map(({ name }) => name)

/** A method of this portal, its name in any case; an old box lacks some. */
export function findMethodOf(portal: PortalState, name: string): Method | undefined {
  const isLacking = portal.seed.withoutMethods?.some((pattern) => matchesName(pattern, name))
  return isLacking === true ? undefined : byName.get(name.toLowerCase())?.method
}

/** Scopes any of which opens a method; none for what every app may call, and for what is no method. */
export const scopesOfMethod = (name: string): readonly string[] =>
  byName.get(name.toLowerCase())?.method.scope ?? []

/** The documented spelling of a method's name. */
export const findMethodName = (name: string): string | undefined =>
  name.toLowerCase() === 'batch' ? 'batch' : byName.get(name.toLowerCase())?.name
