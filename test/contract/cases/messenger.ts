import { z } from 'zod'
import { type Family } from '../family.ts'

const id = z.number()

export const messengerCases: Family = {
  name: 'messages and notifications',
  needs: 'emulator',
  async play({ call, refuse }, { userId }) {
    const chat = await call(
      'im.chat.add',
      {
        USERS: [userId],
        TYPE: 'CHAT',
        TITLE: 'Deal Chat',
        DESCRIPTION: 'Discussing the deal here',
        COLOR: 'PINK',
        MESSAGE: 'Welcome to the deal chat',
      },
      id,
    )
    await call(
      'im.message.add',
      { DIALOG_ID: `chat${chat}`, MESSAGE: 'Message text', SYSTEM: 'N', URL_PREVIEW: 'Y' },
      id,
    )
    const text = { USER_ID: userId, MESSAGE: 'Task Reminder', MESSAGE_OUT: 'Task Reminder (email)' }
    const tags = { TAG: 'TASK_REMINDER_42', SUB_TAG: 'TASK_REMINDER|42' }
    await call('im.notify', { ...text, ...tags, TYPE: 'SYSTEM' }, id)
    await call('im.notify.personal.add', { ...text, ...tags }, id)
    await call('im.notify.system.add', { ...text, ...tags }, id)
    await refuse(
      'im.notify.system.add',
      { USER_ID: 0, MESSAGE: 'x' },
      { status: 400, error: 'USER_ID_EMPTY' },
    )
  },
}
