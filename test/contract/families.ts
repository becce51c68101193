import { type Family } from './family.ts'
import {
  activityFieldCases,
  activityKindCases,
  configurableCases,
  todoCases,
} from './cases/activity.ts'
import { applicationCases, batchCases, optionCases } from './cases/application.ts'
import {
  processStepCases,
  robotCases,
  triggerCases,
  triggerByTargetCases,
} from './cases/automation.ts'
import { calendarCases, workingDayCases } from './cases/calendar.ts'
import { diskCases } from './cases/disk.ts'
import { eventCases, offlineEventCases } from './cases/event.ts'
import { fieldTypeCases } from './cases/field-type.ts'
import { funnelCases, stageCases } from './cases/funnel.ts'
import { cardCases, importCases, itemCases, productRowCases } from './cases/item.ts'
import { bindingCases } from './cases/binding.ts'
import { messengerCases } from './cases/messenger.ts'
import { ownFieldCases } from './cases/own-field.ts'
import { peopleCases } from './cases/people.ts'
import { placementCases } from './cases/placement.ts'
import { smartProcessCases, workplaceCases } from './cases/smart-process.ts'
import { elapsedTimeCases, taskCases } from './cases/task.ts'
import { commentCases, logMessageCases, lookCases } from './cases/timeline.ts'

export const families: readonly Family[] = [
  applicationCases,
  optionCases,
  peopleCases,
  calendarCases,
  workingDayCases,
  smartProcessCases,
  workplaceCases,
  funnelCases,
  stageCases,
  ownFieldCases,
  fieldTypeCases,
  itemCases,
  importCases,
  productRowCases,
  cardCases,
  commentCases,
  logMessageCases,
  lookCases,
  todoCases,
  activityFieldCases,
  configurableCases,
  activityKindCases,
  bindingCases,
  taskCases,
  elapsedTimeCases,
  triggerCases,
  triggerByTargetCases,
  robotCases,
  processStepCases,
  placementCases,
  eventCases,
  offlineEventCases,
  messengerCases,
  diskCases,
  batchCases,
]
