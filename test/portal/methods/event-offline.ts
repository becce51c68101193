import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type OfflineRecord } from '../offline-queue.ts'
import { RestError } from '../rest-error.ts'
import { randomHex } from '../state.ts'
import { type Params, instantOf, intOf, isYes, isoIn, listOf, textOf } from '../values.ts'

const defaultLimit = 50

function sourceOf(call: Call, params: Params) {
  if (!call.app) {
    throw new RestError('WRONG_AUTH_TYPE', 'Application context required', { status: 403 })
  }
  if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied!', { status: 403 })
  return { clientId: call.app.clientId, connector: textOf(params['AUTH_CONNECTOR']) }
}

const drawQueued = (call: Call, record: OfflineRecord): Params => ({
  ID: String(record.id),
  TIMESTAMP_X: isoIn(call.portal.timeZone, record.at),
  EVENT_NAME: record.event,
  // The documentation shows the data without a key for the fields (doubt 4).
  EVENT_DATA: record.data,
  EVENT_ADDITIONAL: { user_id: '0' },
  MESSAGE_ID: record.messageId,
})

const readers: Record<string, (record: OfflineRecord) => unknown> = {
  ID: (record) => record.id,
  TIMESTAMP_X: (record) => record.at,
  EVENT_NAME: (record) => record.event,
  MESSAGE_ID: (record) => record.messageId,
  PROCESS_ID: (record) => record.processId,
  ERROR: (record) => (record.hasError ? 1 : 0),
}

const columnsOf = (call: Call) => ({
  column: (name: string) => {
    const read = readers[name]
    if (!read) return undefined
    if (name === 'TIMESTAMP_X') return { type: 'time' as const, read }
    return { type: /^(ID|ERROR)$/.test(name) ? ('number' as const) : ('text' as const), read }
  },
  instant: (value: unknown) => instantOf(value, call.portal.timeZone),
  onUnknown: () => undefined,
})

/** Deletes what it gives, or with `clear=0` reserves it under a process id. */
function takeEvents(call: Call, params: Params) {
  const source = sourceOf(call, params)
  const { offline } = call.portal
  const processId = textOf(params['PROCESS_ID'])
  const isError = isYes(params['ERROR'])
  const waiting = offline.list(source).filter((record) => {
    if (processId !== '') return record.processId === processId && record.hasError === isError
    return record.processId === ''
  })
  const order = params['ORDER'] ?? { TIMESTAMP_X: 'ASC', ID: 'ASC' }
  const request = { filter: params['FILTER'], order, start: -1 }
  const limit = intOf(params['LIMIT']) ?? defaultLimit
  const chosen = listPage(waiting, request, columnsOf(call)).rows.slice(0, limit)
  const isCleared = params['CLEAR'] === undefined || isYes(params['CLEAR'])
  const events = chosen.map((record) => drawQueued(call, record))
  if (isCleared) {
    offline.remove(chosen)
    return reply({ process_id: null, events })
  }
  const reservation = processId === '' ? randomHex(16) : processId
  offline.reserve(chosen, reservation)
  return reply({ process_id: chosen.length ? reservation : null, events })
}

function listEvents(call: Call, params: Params) {
  const rows = call.portal.offline.list(sourceOf(call, params))
  const order = params['ORDER'] ?? { ID: 'ASC' }
  const request = { filter: params['FILTER'], order, start: params['START'] }
  return listReply(listPage(rows, request, columnsOf(call)), (records) =>
    records.map((record) => ({
      ...drawQueued(call, record),
      PROCESS_ID: record.processId,
      ERROR: record.hasError ? '1' : '0',
    })),
  )
}

/** Records of one process; without ids or messages all of them. */
function ofProcess(call: Call, params: Params): OfflineRecord[] {
  const source = sourceOf(call, params)
  const processId = textOf(params['PROCESS_ID'])
  if (processId === '') {
    throw new RestError('PROCESS_ID_REQUIRED', 'The parameter process_id is required')
  }
  const ids = listOf(params['ID']).map(intOf)
  const messages = listOf(params['MESSAGE_ID']).map(textOf)
  return call.portal.offline.list(source).filter((record) => {
    if (record.processId !== processId) return false
    if (ids.length) return ids.includes(record.id)
    return !messages.length || messages.includes(record.messageId)
  })
}

export const offlineMethods: MethodMap = {
  'event.offline.get': { scope: [], isAppOnly: true, isAnyCase: true, run: takeEvents },
  'event.offline.list': { scope: [], isAppOnly: true, isAnyCase: true, run: listEvents },
  'event.offline.clear': {
    scope: [],
    isAppOnly: true,
    isAnyCase: true,
    run(call, params) {
      call.portal.offline.remove(ofProcess(call, params))
      return reply(true)
    },
  },
  'event.offline.error': {
    scope: [],
    isAppOnly: true,
    isAnyCase: true,
    run(call, params) {
      for (const record of ofProcess(call, params)) record.hasError = true
      return reply(true)
    },
  },
}
