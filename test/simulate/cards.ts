import type { Side } from '../../shared/sla/history.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { intOf, mapOf, type Params, textOf } from '../portal/values.ts'
import type { Card, Fields, Patterns } from './patterns.ts'
import {
  contractOf,
  customerOfContract,
  firstItemId,
  partnerOfContract,
  partnersOf,
} from './plan.ts'
import { patternOf, type Size } from './plan.ts'

export type Cards = ReturnType<typeof createCards>

type World = { size: Size; patterns: Patterns; now: () => number }

/** Numbers of what comes new; no pattern's are as high. */
const firstNew = 1_000_000_000

/**
 * What stands in the portals' cards. A card that nobody has touched is its pattern's; it takes memory
 * from the first change on.
 */
export function createCards({ size, patterns, now }: World) {
  const touched = new Map<string, Card>()
  /** Touched items of each portal, for those who ask what has changed. */
  const ofPortal = new Map<number, Set<number>>()
  const commentOwners = new Map<number, { portal: number; comment: Fields }>()
  let last = firstNew
  const newId = () => (last += 1)
  const iso = () => new Date(now()).toISOString().replace(/\.\d+Z$/, '+00:00')

  return { sideOf, find, touchedOf, add, update, comment, commentOf }

  function sideOf(portal: number): Side {
    return portal < partnersOf(size) ? 'partner' : 'customer'
  }

  /** As it reads now; nothing when the portal has no such item. */
  function find(portal: number, itemId: number): Card | undefined {
    const known = touched.get(`${String(portal)}:${String(itemId)}`)
    if (known) return known
    const n = itemId - firstItemId
    if (n < 1 || n > size.tickets || !isOf(portal, n)) return undefined
    const pattern = patterns.tickets[patternOf(n)]?.cards[sideOf(portal)]
    return pattern && asOf(pattern, itemId)
  }

  function isOf(portal: number, n: number): boolean {
    const contract = contractOf(n, size)
    const owner = sideOf(portal) === 'partner' ? partnerOfContract : customerOfContract
    return owner(contract, size) === portal
  }

  function asOf({ item, comments, moves }: Card, id: number): Card {
    return {
      item: { ...item, id },
      comments: comments.map((row) => ({ ...row, ENTITY_ID: String(id) })),
      moves: moves.map((row) => ({ ...row, OWNER_ID: id })),
    }
  }

  function touch(portal: number, itemId: number, card: Card): Card {
    const key = `${String(portal)}:${String(itemId)}`
    touched.set(key, card)
    const items = ofPortal.get(portal) ?? new Set<number>()
    ofPortal.set(portal, items.add(itemId))
    return card
  }

  function touchedOf(portal: number): Card[] {
    return [...(ofPortal.get(portal) ?? [])].flatMap((id) => find(portal, id) ?? [])
  }

  /** A new item; fields that are not given are empty. */
  function add(portal: number, fields: Params, by: number): Card {
    const side = sideOf(portal)
    const { place } = patterns.kinds[side]
    const id = newId()
    const own = new Set(Object.values(place.fields))
    const blank = Object.fromEntries(
      Object.entries(patterns.tickets[0]?.cards[side].item ?? {}).map(([name, value]) => [
        name,
        own.has(name) ? (Array.isArray(value) ? [] : null) : value,
      ]),
    )
    const at = iso()
    const times = { createdTime: at, updatedTime: at, movedTime: at }
    const people = { createdBy: by, updatedBy: by, movedBy: by, assignedById: by }
    const stageId = place.stages['new' satisfies Stage]
    const item = { ...blank, xmlId: '', stageId, ...times, ...people, ...fields, id }
    const moves = [moveOf(id, 1, textOf(item.stageId) || textOf(stageId))]
    return touch(portal, id, { item, comments: [], moves })
  }

  function update(portal: number, itemId: number, fields: Params, by: number): Card | undefined {
    const card = find(portal, itemId)
    if (!card) return undefined
    const stageId = textOf(fields['stageId'])
    const isMoved = stageId !== '' && stageId !== card.item['stageId']
    const moved = isMoved ? { movedTime: iso(), movedBy: by } : {}
    return touch(portal, itemId, {
      item: { ...card.item, ...fields, ...moved, updatedTime: iso(), updatedBy: by },
      comments: card.comments,
      moves: isMoved ? [...card.moves, moveOf(itemId, 2, stageId)] : card.moves,
    })
  }

  function moveOf(itemId: number, type: number, stageId: string): Fields {
    return {
      ...{ ID: newId(), TYPE_ID: type, OWNER_ID: itemId },
      ...{ CREATED_TIME: iso(), STAGE_ID: stageId },
    }
  }

  /** @returns its id; nothing when there is no such item */
  function comment(portal: number, fields: Params, by: number): number | undefined {
    const itemId = intOf(fields['ENTITY_ID']) ?? 0
    const card = find(portal, itemId)
    if (!card) return undefined
    const ID = newId()
    const row = {
      ...{ ID: String(ID), ENTITY_ID: String(itemId), ENTITY_TYPE: fields['ENTITY_TYPE'] },
      ...{ CREATED: iso(), COMMENT: fields['COMMENT'], AUTHOR_ID: String(by), FILES: {} },
    }
    touch(portal, itemId, { ...card, comments: [...card.comments, row] })
    commentOwners.set(ID, { portal, comment: row })
    return ID
  }

  function commentOf(portal: number, id: number): Fields | undefined {
    const known = commentOwners.get(id)
    return known?.portal === portal ? known.comment : undefined
  }
}

/** Of a filter as it came. */
export const filterOf = (params: Params): Params => mapOf(params['filter']) ?? {}
