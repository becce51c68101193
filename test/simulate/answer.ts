import type { Side } from '../../shared/sla/history.ts'
import { parsePhpForm } from '../portal/php-form.ts'
import { intOf, listOf, mapOf, type Params, textOf } from '../portal/values.ts'
import { type Cards, filterOf } from './cards.ts'
import type { Patterns } from './patterns.ts'

/** Of a call that a portal does not carry out. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number) {
    super(code)
    this.code = code
    this.status = status
  }
}

type Call = { portal: number; params: Params }
type Method = (call: Call) => unknown

type World = {
  cards: Cards
  kinds: Patterns['kinds']
  /** What the answers' handlers are to be replaced by. */
  appUrl: { from: string; to: string }
  /** What our app wrote; portals tell of it like of everything else. */
  onWritten: (portal: number, what: 'item' | 'newItem' | 'comment', id: number) => void
}

/** The user whose token the app has. */
const admin = 1
const pageSize = 50

/** Answers of all portals: cards as they are, all else as portals of their kind answer it. */
export function createAnswer({ cards, kinds, appUrl, onWritten }: World) {
  const unknown = new Map<string, number>()
  const handlers = (side: Side) =>
    JSON.parse(JSON.stringify(kinds[side].answers).replaceAll(appUrl.from, appUrl.to)) as Params
  const fixed = { partner: handlers('partner'), customer: handlers('customer') }

  const methods: Record<string, Method> = {
    'crm.item.get': ({ portal, params }) => {
      const card = cards.find(portal, intOf(params['id']) ?? 0)
      if (!card) throw new Refusal('NOT_FOUND', 400)
      return { item: card.item }
    },

    'crm.item.list': ({ portal, params }) => ({ items: listItems(portal, params) }),

    'crm.item.add': ({ portal, params }) => {
      const { item } = cards.add(portal, mapOf(params['fields']) ?? {}, admin)
      onWritten(portal, 'newItem', Number(item['id']))
      return { item }
    },

    'crm.item.update': ({ portal, params }) => {
      const id = intOf(params['id']) ?? 0
      const card = cards.update(portal, id, mapOf(params['fields']) ?? {}, admin)
      if (!card) throw new Refusal('NOT_FOUND', 400)
      onWritten(portal, 'item', id)
      return { item: card.item }
    },

    'crm.stagehistory.list': ({ portal, params }) => ({
      items: cards.find(portal, intOf(filterOf(params)['OWNER_ID']) ?? 0)?.moves ?? [],
    }),

    'crm.timeline.comment.list': ({ portal, params }) => {
      const start = intOf(params['start']) ?? 0
      const card = cards.find(portal, intOf(filterOf(params)['ENTITY_ID']) ?? 0)
      return (card?.comments ?? []).slice(start, start + pageSize)
    },

    'crm.timeline.comment.get': ({ portal, params }) => {
      const comment = cards.commentOf(portal, intOf(params['id']) ?? 0)
      if (!comment) throw new Refusal('', 400)
      return comment
    },

    'crm.timeline.comment.add': ({ portal, params }) => {
      const id = cards.comment(portal, mapOf(params['fields']) ?? {}, admin)
      if (id === undefined) throw new Refusal('NOT_FOUND', 400)
      onWritten(portal, 'comment', id)
      return id
    },

    'user.get': ({ params }) =>
      listOf((mapOf(params['FILTER']) ?? {})['@ID']).map((ID) => ({
        ...{ ID: textOf(ID), NAME: 'Иван', LAST_NAME: `Петров ${textOf(ID)}` },
      })),

    'event.offline.get': () => ({ process_id: '', events: [] }),
    'event.offline.list': () => [],
    'app.option.get': () => null,
    'app.option.set': () => true,
    'crm.activity.list': () => [],
  }

  return { call, batch, unknown }

  function call(portal: number, method: string, params: Params): unknown {
    const own = methods[method]
    if (own) return own({ portal, params })
    const known = fixed[cards.sideOf(portal)]
    if (method in known) return known[method]
    unknown.set(method, (unknown.get(method) ?? 0) + 1)
    throw new Refusal('ERROR_METHOD_NOT_FOUND', 404)
  }

  /** @param onCommand hears the method of each */
  function batch(portal: number, { cmd }: Params, onCommand: (method: string) => void): unknown {
    const result: Params = {}
    const result_error: Params = {}
    for (const [key, command] of Object.entries(mapOf(cmd) ?? {})) {
      const [method = '', query = ''] = textOf(command).split(/\?(.*)/s)
      onCommand(method)
      try {
        result[key] = call(portal, method, parsePhpForm(query))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        result_error[key] = { error: error.code, error_description: error.code }
      }
    }
    return { result, result_error }
  }

  /** Changed since an instant, or with certain ids or names. */
  function listItems(portal: number, params: Params): unknown[] {
    const filter = filterOf(params)
    const start = intOf(params['start']) ?? 0
    const ids = listOf(filter['@id']).map((id) => intOf(id) ?? 0)
    if (ids.length > 0) return ids.flatMap((id) => cards.find(portal, id)?.item ?? [])
    const since = Date.parse(textOf(filter['>=updatedTime']))
    const xmlId = textOf(filter['=xmlId'])
    const found = cards
      .touchedOf(portal)
      .filter(({ item }) =>
        xmlId === ''
          ? Date.parse(textOf(item['updatedTime'])) >= Math.floor(since / 1000) * 1000
          : item['xmlId'] === xmlId,
      )
    return found.map(({ item }) => item).slice(start, start + pageSize)
  }
}
