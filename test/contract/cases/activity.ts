import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, instant, numeric } from '../shape.ts'

const deadline = '2026-04-01T10:00:00+03:00'
const keys =
  'ID OWNER_ID OWNER_TYPE_ID TYPE_ID PROVIDER_ID PROVIDER_TYPE_ID PROVIDER_GROUP_ID ' +
  'ASSOCIATED_ENTITY_ID SUBJECT CREATED LAST_UPDATED START_TIME END_TIME DEADLINE COMPLETED ' +
  'STATUS RESPONSIBLE_ID PRIORITY NOTIFY_TYPE NOTIFY_VALUE DESCRIPTION DESCRIPTION_TYPE ' +
  'DIRECTION LOCATION SETTINGS ORIGINATOR_ID ORIGIN_ID AUTHOR_ID EDITOR_ID PROVIDER_PARAMS ' +
  'PROVIDER_DATA RESULT_MARK RESULT_VALUE RESULT_SUM RESULT_CURRENCY_ID RESULT_STATUS ' +
  'RESULT_STREAM RESULT_SOURCE_ID AUTOCOMPLETE_RULE'
const activity = bearing(keys, { ID: numeric, CREATED: instant })

export const todoCases: Family = {
  name: 'to-dos',
  async play({ call, read, removal, refuse }, { entityTypeId, itemId, userId }) {
    const owner = { ownerTypeId: entityTypeId, ownerId: itemId }
    const only = z.object({ id: z.number() })
    const { id } = await call(
      'crm.activity.todo.add',
      {
        ...owner,
        deadline,
        title: 'Activity Title',
        description: 'Activity Description',
        responsibleId: userId,
        pingOffsets: [0, 15],
        colorId: '2',
      },
      only,
    )
    const remove = removal('crm.activity.delete', { id }, z.literal(true))
    const one = { id, ...owner }
    await call('crm.activity.todo.update', { ...one, deadline, title: 'New case title' }, only)
    await call('crm.activity.todo.updateDeadline', { ...one, value: deadline }, only)
    await call('crm.activity.todo.updateDescription', { ...one, value: 'New description' }, only)
    await call('crm.activity.todo.updateColor', { ...one, colorId: '3' }, only)
    await call('crm.activity.todo.updateResponsibleUser', { ...one, responsibleId: userId }, only)
    const told = await read('crm.activity.get', { id }, activity)
    if (told['DESCRIPTION'] !== 'New description') throw new Error('it was not changed')
    await read(
      'crm.activity.list',
      {
        order: { ID: 'DESC' },
        filter: { OWNER_TYPE_ID: entityTypeId, OWNER_ID: itemId },
        start: 0,
      },
      z.array(activity).length(1),
    )
    await remove()
    await refuse('crm.activity.get', { id }, { status: 400, error: '' })
  },
}

const layout = {
  icon: { code: 'call-completed' },
  header: {
    title: 'Incoming call',
    tags: { status2: { title: 'not transcribed', type: 'warning' } },
  },
  body: {
    logo: {
      code: 'call-incoming',
      action: { type: 'redirect', uri: '/crm/deal/details/123/' },
    },
    blocks: {
      client: {
        type: 'withTitle',
        properties: {
          title: 'Client',
          inline: true,
          block: { type: 'text', properties: { value: 'Horns and Hoofs' } },
        },
      },
      responsible: {
        type: 'lineOfBlocks',
        properties: {
          blocks: {
            client: {
              type: 'link',
              properties: {
                text: 'Klaus Weber',
                bold: true,
                action: { type: 'redirect', uri: '/crm/lead/details/789/' },
              },
            },
            phone: { type: 'text', properties: { value: '+49 999 888 7777' } },
          },
        },
      },
    },
  },
  footer: {
    buttons: {
      startCall: {
        title: 'About the client',
        action: { type: 'openRestApp', actionParams: { clientId: '456' } },
        type: 'primary',
      },
    },
    menu: {
      showPostponeItem: false,
      items: {
        confirm: {
          title: 'Confirm Request',
          action: { type: 'restEvent', id: 'confirm', animationType: 'loader' },
        },
        decline: {
          title: 'Decline Request',
          action: { type: 'restEvent', id: 'decline', animationType: 'loader' },
        },
      },
    },
  },
}

export const configurableCases: Family = {
  name: 'activities with a layout of one’s own',
  needs: 'app',
  async play({ call, read, removal }, { entityTypeId, itemId, userId }) {
    const owner = { ownerTypeId: entityTypeId, ownerId: itemId }
    const fields = { typeId: 'CONFIGURABLE', completed: false, deadline, responsibleId: userId }
    const only = z.object({ activity: z.object({ id: z.number() }) })
    const made = await call('crm.activity.configurable.add', { ...owner, fields, layout }, only)
    const { id } = made.activity
    const remove = removal('crm.activity.delete', { id }, z.literal(true))
    await read(
      'crm.activity.configurable.get',
      { id },
      z.object({
        activity: bearing('id ownerTypeId ownerId fields layout', {
          fields: bearing(
            'typeId completed deadline pingOffsets isIncomingChannel responsibleId badgeCode',
            { completed: z.boolean() },
          ),
          layout: bearing('icon header body footer', {}),
        }),
      }),
    )
    const closed = { ...fields, completed: true }
    await call('crm.activity.configurable.update', { id, fields: closed, layout }, only)
    await remove()
  },
}

export const activityKindCases: Family = {
  name: 'badges and kinds of activities',
  async play({ call, read, removal }) {
    const code = 'contractCheck'
    const badge = bearing('code title value type', {})
    await call(
      'crm.activity.badge.add',
      { code, title: 'Call Status', value: 'Missed', type: 'failure' },
      z.object({ badge }),
    )
    const removeBadge = removal('crm.activity.badge.delete', { code }, z.literal(true))
    await read('crm.activity.badge.get', { code }, z.object({ badge }))
    await read('crm.activity.badge.list', {}, z.object({ badges: z.array(badge).min(1) }))
    await removeBadge()

    const fields = { TYPE_ID: '1CHECK', NAME: 'Case 1C', IS_CONFIGURABLE_TYPE: 'N' }
    await call('crm.activity.type.add', { fields }, z.literal(true))
    const removeType = removal('crm.activity.type.delete', { TYPE_ID: '1CHECK' }, z.literal(true))
    const kind = bearing('TYPE_ID NAME IS_CONFIGURABLE_TYPE ICON_ID', {})
    await read('crm.activity.type.list', {}, z.array(kind).min(1))
    await removeType()
  },
}

export const activityFieldCases: Family = {
  name: 'fields of an activity',
  asksFor: 'crm.activity.fields',
  async play({ read }) {
    await read('crm.activity.fields', {}, describing('ID OWNER_ID OWNER_TYPE_ID TYPE_ID SUBJECT'))
  },
}
