import { raiseEvent } from '../events.ts'
import { listPage, listReply, selection } from '../list.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type Activity } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { canRead } from './crm-access.ts'
import { type Params, instantOf, intOf, isoIn, textOf, yesNo } from '../values.ts'

/** What an activity of the new kinds does not have, in the documented form of emptiness. */
const empty = {
  ASSOCIATED_ENTITY_ID: '0',
  PROVIDER_GROUP_ID: null,
  PRIORITY: '2',
  NOTIFY_TYPE: '1',
  NOTIFY_VALUE: '15',
  DESCRIPTION_TYPE: '1',
  DIRECTION: '0',
  LOCATION: '',
  SETTINGS: [],
  PROVIDER_PARAMS: [],
  PROVIDER_DATA: null,
  RESULT_MARK: '0',
  RESULT_VALUE: null,
  RESULT_SUM: null,
  RESULT_CURRENCY_ID: null,
  RESULT_STATUS: '0',
  RESULT_STREAM: '0',
  RESULT_SOURCE_ID: null,
  AUTOCOMPLETE_RULE: '0',
}

const subjectOf = ({ fields, layout }: Activity): string =>
  textOf(fields['title']) || textOf((layout['header'] as Params | undefined)?.['title'])

function draw(call: Call, activity: Activity): Params {
  const zone = call.portal.timeZone
  const { fields } = activity
  const isDone = fields['completed'] === true
  const deadline = typeof fields['deadline'] === 'number' ? fields['deadline'] : activity.createdAt
  return {
    ID: String(activity.id),
    OWNER_ID: String(activity.ownerId),
    OWNER_TYPE_ID: String(activity.ownerTypeId),
    TYPE_ID: '6',
    PROVIDER_ID: activity.kind === 'todo' ? 'CRM_TODO' : 'CONFIGURABLE_REST_APP',
    PROVIDER_TYPE_ID: activity.kind === 'todo' ? 'TODO' : 'CONFIGURABLE',
    SUBJECT: subjectOf(activity),
    CREATED: isoIn(zone, activity.createdAt),
    LAST_UPDATED: isoIn(zone, activity.updatedAt),
    START_TIME: isoIn(zone, activity.createdAt),
    END_TIME: isoIn(zone, deadline),
    DEADLINE: isoIn(zone, deadline),
    COMPLETED: yesNo(isDone),
    STATUS: isDone ? '2' : '1',
    RESPONSIBLE_ID: textOf(fields['responsibleId']),
    DESCRIPTION: textOf(fields['description']),
    ORIGINATOR_ID: fields['originatorId'] ?? null,
    ORIGIN_ID: fields['originId'] ?? null,
    AUTHOR_ID: String(activity.authorId),
    EDITOR_ID: String(activity.authorId),
    ...empty,
  }
}

const refuse = (description: string): RestError => new RestError('', description)

function requiredActivity(call: Call, params: Params): Activity {
  const activity = call.portal.activities.get(intOf(params['ID']) ?? 0)
  if (!activity) throw refuse('Activity is not found.')
  if (!canRead(call, activity.ownerTypeId)) throw refuse('Access denied.')
  return activity
}

function listActivities(call: Call, params: Params) {
  const rows = [...call.portal.activities.values()]
    .filter(({ ownerTypeId }) => canRead(call, ownerTypeId))
    .map((activity) => draw(call, activity))
  const request = { filter: params['FILTER'], order: params['ORDER'], start: params['START'] }
  const page = listPage(rows, request, {
    column: (name) => {
      const read = (row: Params) => row[name]
      if (/TIME|CREATED|LAST_UPDATED|DEADLINE/.test(name)) {
        return { type: 'time', read: (row) => instantOf(row[name], call.portal.timeZone) }
      }
      const isNumber = /(^|_)ID$|STATUS$/.test(name) && !/^(PROVIDER|ORIGIN)/.test(name)
      return { type: isNumber ? 'number' : 'text', read }
    },
    instant: (value) => instantOf(value, call.portal.timeZone),
    onUnknown: () => undefined,
  })
  const select = selection(params['SELECT'])
  return listReply(page, (found) =>
    found.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => select?.includes(key) ?? true)),
    ),
  )
}

const scope = ['crm']

/** The old methods that see every kind of activity. */
export const activityListMethods: MethodMap = {
  'crm.activity.get': {
    scope,
    isAnyCase: true,
    run: (call, params) => reply(draw(call, requiredActivity(call, params))),
  },
  'crm.activity.list': { scope, isAnyCase: true, run: listActivities },
  'crm.activity.delete': {
    scope,
    isAnyCase: true,
    run(call, params) {
      const { id } = requiredActivity(call, params)
      call.portal.activities.delete(id)
      const data = { FIELDS: { ID: id } }
      raiseEvent(call.world, call.portal, { name: 'ONCRMACTIVITYDELETE', data, ...actorOf(call) })
      return reply(true)
    },
  },
}
