import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { nextId, shelf } from '../state.ts'
import { type Params, intOf, listOf, textOf } from '../values.ts'

function addChat(call: Call, params: Params) {
  const id = nextId(call.portal, 'chat', 101)
  const users = [call.user.id, ...listOf(params['USERS']).map(intOf)]
  shelf(call.portal, 'chat').set(String(id), { title: textOf(params['TITLE']), users })
  return reply(id)
}

/** `chat101` is a group, a number a person. */
function addMessage(call: Call, params: Params) {
  const dialogId = textOf(params['DIALOG_ID'])
  const message = textOf(params['MESSAGE'])
  if (message === '') throw new RestError('MESSAGE_EMPTY', "Message can't be empty")
  const chatId = /^chat(\d+)$/.exec(dialogId)?.[1]
  if (chatId !== undefined && !shelf(call.portal, 'chat').has(chatId)) {
    throw new RestError('CHAT_ID', 'Chat ID is not correct')
  }
  if (chatId === undefined && !call.portal.users.some(({ id }) => String(id) === dialogId)) {
    throw new RestError('USER_NOT_FOUND', 'User is not found')
  }
  const id = nextId(call.portal, 'message', 1001)
  const line = { dialogId, message, authorId: call.user.id, at: call.now }
  shelf(call.portal, 'message').set(String(id), line)
  return reply(id)
}

const scope = ['im']

export const messageMethods: MethodMap = {
  'im.chat.add': { scope, isAnyCase: true, run: addChat },
  'im.message.add': { scope, isAnyCase: true, run: addMessage },
}
