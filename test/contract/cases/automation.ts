import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing } from '../shape.ts'

const done = z.literal(true)

export const triggerCases: Family = {
  name: 'triggers',
  needs: 'app',
  async play({ call, read, removal }, { entityTypeId, itemId }) {
    const CODE = 'c5u4m'
    await call('crm.automation.trigger.add', { CODE, NAME: 'trigger name' }, done)
    const remove = removal('crm.automation.trigger.delete', { CODE }, done)
    await read('crm.automation.trigger.list', {}, z.array(bearing('NAME CODE', {})).min(1))
    const owner = { OWNER_TYPE_ID: entityTypeId, OWNER_ID: itemId }
    await call('crm.automation.trigger.execute', { CODE, ...owner }, done)
    await remove()
  },
}

export const robotCases: Family = {
  name: 'robots',
  needs: 'emulator',
  async play({ call, read, removal, refuse, target }, { entityTypeId, itemId, userId }) {
    const { sandbox } = target
    if (!sandbox) return
    const CODE = 'test_robot'
    await call(
      'bizproc.robot.add',
      {
        CODE,
        HANDLER: sandbox.handlerUrl,
        AUTH_USER_ID: userId,
        USE_SUBSCRIPTION: 'Y',
        NAME: 'Send Message',
        PROPERTIES: {
          datetime: { Name: 'When', Type: 'datetime' },
          text: { Name: 'Text', Type: 'text' },
          user: { Name: 'To', Type: 'user', Default: 'Author;' },
        },
      },
      done,
    )
    const remove = removal('bizproc.robot.delete', { CODE }, done)
    await read('bizproc.robot.list', {}, z.array(z.string()).min(1))
    const FIELDS = { NAME: 'Send message to author', USE_SUBSCRIPTION: 'N' }
    await call('bizproc.robot.update', { CODE, FIELDS }, done)
    const { eventToken } = sandbox.portal.runRobot(CODE, { entityTypeId, itemId })
    await sandbox.emulator.idle()
    if (await target.has('bizproc.activity.log')) {
      const note = { event_token: eventToken, log_message: 'Please wait for answer!' }
      await call('bizproc.activity.log', note, done)
    }
    const answer = { return_values: { ok: 'Y' }, log_message: 'Done' }
    await call('bizproc.event.send', { event_token: eventToken, ...answer }, done)
    await remove()
    await refuse(
      'bizproc.event.send',
      { event_token: 'no' },
      { status: 403, error: 'ACCESS_DENIED' },
    )
  },
}

export const triggerByTargetCases: Family = {
  name: 'the old way to pull a trigger',
  needs: 'app',
  asksFor: 'crm.automation.trigger',
  async play({ call, removal }, { entityTypeId, itemId }) {
    const CODE = 'c5u4n'
    await call('crm.automation.trigger.add', { CODE, NAME: 'trigger name' }, done)
    const remove = removal('crm.automation.trigger.delete', { CODE }, done)
    const target = `DYNAMIC_${entityTypeId}_${itemId}`
    await call('crm.automation.trigger', { target, code: CODE }, done)
    await remove()
  },
}

export const processStepCases: Family = {
  name: 'steps of business processes',
  // Its handler must live on the domain of the app, which a live portal does not tell.
  needs: 'emulator',
  asksFor: 'bizproc.activity.add',
  async play({ call, read, removal, target }, { userId }) {
    const CODE = 'md5_action'
    const HANDLER = target.sandbox?.handlerUrl
    await call(
      'bizproc.activity.add',
      {
        CODE,
        HANDLER,
        AUTH_USER_ID: userId,
        USE_SUBSCRIPTION: 'Y',
        NAME: { de: 'MD5 Generator', en: 'MD5 generator' },
        PROPERTIES: { inputString: { Name: { en: 'Input string' }, Type: 'string' } },
        RETURN_PROPERTIES: { outputString: { Name: { en: 'MD5' }, Type: 'string' } },
      },
      done,
    )
    const remove = removal('bizproc.activity.delete', { CODE }, done)
    await read('bizproc.activity.list', {}, z.array(z.string()).min(1))
    const FIELDS = { AUTH_USER_ID: userId, USE_SUBSCRIPTION: 'N' }
    await call('bizproc.activity.update', { CODE, FIELDS }, done)
    await remove()
  },
}
