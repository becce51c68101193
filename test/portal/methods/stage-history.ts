import { listPage, listReply, selection } from '../list.ts'
import { type Call, type MethodMap } from '../method.ts'
import { type StageMove } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, instantOf, isoIn } from '../values.ts'
import { findType, requiredInt } from './crm-access.ts'

const draw = (call: Call, move: StageMove): Params => ({
  ID: move.id,
  TYPE_ID: move.typeId,
  OWNER_ID: move.ownerId,
  CREATED_TIME: isoIn(call.portal.timeZone, move.at),
  CATEGORY_ID: move.categoryId,
  STAGE_SEMANTIC_ID: move.semantics,
  STAGE_ID: move.stageId,
})

const readers: Record<string, (move: StageMove) => unknown> = {
  ID: (move) => move.id,
  TYPE_ID: (move) => move.typeId,
  OWNER_ID: (move) => move.ownerId,
  CREATED_TIME: (move) => move.at,
  CATEGORY_ID: (move) => move.categoryId,
  STAGE_SEMANTIC_ID: (move) => move.semantics,
  STAGE_ID: (move) => move.stageId,
}

const typeOf = (name: string) => {
  if (name === 'CREATED_TIME') return 'time'
  return name.startsWith('STAGE') ? 'text' : 'number'
}

export const stageHistoryMethods: MethodMap = {
  'crm.stagehistory.list': {
    scope: ['crm'],
    run(call, params) {
      const entityTypeId = requiredInt(params, 'entityTypeId')
      if (!findType(call, entityTypeId)) {
        throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
      }
      const moves = call.portal.stageMoves.filter((move) => move.entityTypeId === entityTypeId)
      const page = listPage(moves, params, {
        column: (name) => {
          const read = readers[name]
          return read && { type: typeOf(name), read }
        },
        instant: (value) => instantOf(value, call.portal.timeZone),
        onUnknown(name, where) {
          throw new RestError(
            'INVALID_ARG_VALUE',
            `Invalid ${where}: field '${name}' is not allowed`,
          )
        },
      })
      const select = selection(params['select'])
      return listReply(page, (rows) => ({
        items: rows.map((move) =>
          Object.fromEntries(
            Object.entries(draw(call, move)).filter(([key]) => select?.includes(key) ?? true),
          ),
        ),
      }))
    },
  },
}
