import type { Command } from './command.ts'

/**
 * A note in a person's notifications. A later one with the same tag takes the place of the earlier.
 *
 * @param message BBCode
 */
export function notifyUser(userId: number, message: string, tag: string): Command<null> {
  return {
    method: 'im.notify.system.add',
    params: { USER_ID: userId, MESSAGE: message, TAG: tag },
    read: () => null,
  }
}
