import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, intOf, textOf } from '../values.ts'

const maxAttach = 60_000

function checkAttach(value: unknown): void {
  if (value === undefined || value === '') return
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length > maxAttach) throw new RestError('ATTACH_OVERSIZE', 'Attach is too large')
}

/** A newer notification with the same tag takes the place of the older. */
function notify(call: Call, params: Params, authorId: number | null) {
  if (!call.app) {
    throw new RestError(
      'WRONG_AUTH_TYPE',
      'Access for this method not allowed by session authorization.',
      { status: 403 },
    )
  }
  const userId = intOf(params['USER_ID']) ?? intOf(params['TO'])
  if (userId === null || userId <= 0) throw new RestError('USER_ID_EMPTY', "User ID can't be empty")
  const message = textOf(params['MESSAGE'])
  if (message === '') throw new RestError('MESSAGE_EMPTY', "Message can't be empty")
  checkAttach(params['ATTACH'])
  const { portal } = call
  if (!portal.users.some(({ id }) => id === userId)) return reply(false)
  const tag = textOf(params['TAG'])
  if (tag !== '') {
    portal.notifications = portal.notifications.filter(
      (one) => one.tag !== tag || one.userId !== userId,
    )
  }
  const id = nextId(portal, 'notification', 1001)
  portal.notifications.push({ id, userId, authorId, message, tag, at: call.now })
  return reply(id)
}

const scope = ['im']

export const notifyMethods: MethodMap = {
  'im.notify': {
    scope,
    isAnyCase: true,
    run: (call, params) =>
      notify(call, params, textOf(params['TYPE']) === 'SYSTEM' ? null : call.user.id),
  },
  'im.notify.personal.add': {
    scope,
    isAnyCase: true,
    run: (call, params) => notify(call, params, call.user.id),
  },
  'im.notify.system.add': {
    scope,
    isAnyCase: true,
    run: (call, params) => notify(call, params, null),
  },
}
