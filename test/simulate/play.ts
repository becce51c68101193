import type { Side } from '../../shared/sla/history.ts'
import { toItemFields } from '../../shared/ticket/place.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Cards } from './cards.ts'
import type { Patterns } from './patterns.ts'
import {
  closedLevels,
  contractOf,
  customerOfContract,
  firstItemId,
  memberIdOf,
  newsOfTicket,
  newsPerSecond,
  openEvery,
  partnerOfContract,
  type Size,
} from './plan.ts'

type World = {
  cards: Cards
  patterns: Patterns
  size: Size
  appUrl: string
  now: () => number
  /** How much faster than a clock. */
  speed: number
}

type Written = 'item' | 'newItem' | 'comment'

const stepMs = 50
const secondMs = 1000
const engineer = 5
const bookkeeper = 7
/** By this a word of ours is known on the other side. */
const markOf = (number: number) => `(сведения № ${String(number)}.)`
const markIn = /сведения № (\d+)\./

/** People file, write and move in the portals, and the portals tell our doors of it. */
export function createPlay({ cards, patterns, size, appUrl, now, speed }: World) {
  const intakeMs: number[] = []
  const mirrorMs: number[] = []
  const failed = { events: 0 }
  const waiting = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let due = 0
  let turn = 0
  let sent = 0

  return {
    start(): void {
      timer = setInterval(() => {
        due += (newsPerSecond(size, now()) * speed * stepMs) / secondMs
        for (; due >= 1; due -= 1) happen()
      }, stepMs)
    },

    async stop(): Promise<void> {
      clearInterval(timer)
      await Promise.all(underWay)
    },

    /** Our app has written: the portal tells of that too, and somebody may have waited for it. */
    written(portal: number, what: Written, id: number): void {
      const text = what === 'comment' ? cards.commentOf(portal, id)?.['COMMENT'] : undefined
      const name = what === 'newItem' ? cards.find(portal, id)?.item['title'] : text
      const mark = typeof name === 'string' ? markIn.exec(name)?.[1] : undefined
      const since = mark === undefined ? undefined : waiting.get(mark)
      if (mark !== undefined && since !== undefined) {
        mirrorMs.push(performance.now() - since)
        waiting.delete(mark)
      }
      tell(portal, what, id)
    },

    figures: () => ({ sent, failed: failed.events, intakeMs, mirrorMs, notMirrored: waiting.size }),
  }

  /** One after the other in the shares of `newsOfTicket`. */
  function happen(): void {
    const kinds = (Object.keys(newsOfTicket) as (keyof typeof newsOfTicket)[]).flatMap((kind) =>
      Array.from({ length: newsOfTicket[kind] }, () => kind),
    )
    const kind = kinds[(turn += 1) % kinds.length]
    const n = openTicket()
    const contract = contractOf(n, size)
    if (kind === 'filed') file(customerOfContract(contract, size))
    else if (kind === 'moves') move(partnerOfContract(contract, size), n)
    else write(kind === 'customerMessages' ? 'customer' : 'partner', n)
  }

  /** Any of those that are open, all in turn. */
  function openTicket(): number {
    const many = Math.max(1, Math.floor(size.tickets / openEvery))
    return ((turn * 7919) % many) * openEvery || openEvery
  }

  function file(portal: number): void {
    const { place } = patterns.kinds.customer
    const level: Level = closedLevels[turn % closedLevels.length] ?? 3
    const values = {
      ...{ level: String(level), category: 'technical' },
      ...{ description: 'Проводка не сохраняется, в журнале ошибка.' },
      ...{ impact: 'Бухгалтерия не может закрыть месяц.', environment: 'Битрикс24 24.300' },
      ...{ contactName: 'Анна Лебедева', contactPhone: '+7 495 000-00-07' },
      ...{ contactEmail: 'lebedeva@romashka.example', filesReason: 'портал недоступен' },
    }
    const number = expectMirror()
    const title = `Не проводятся накладные ${markOf(number)}`
    const { item } = cards.add(portal, { title, ...toItemFields(place, values) }, bookkeeper)
    tell(portal, 'newItem', Number(item['id']))
  }

  function write(side: Side, n: number): void {
    const contract = contractOf(n, size)
    const owner = side === 'partner' ? partnerOfContract : customerOfContract
    const portal = owner(contract, size)
    const { entityTypeId } = patterns.kinds[side].place
    const words = `Проверили журнал, причина найдена ${markOf(expectMirror())}`
    const fields = {
      ...{ ENTITY_ID: firstItemId + n, ENTITY_TYPE: `dynamic_${String(entityTypeId)}` },
      COMMENT: side === 'partner' ? `#клиенту ${words}` : words,
    }
    const id = cards.comment(portal, fields, side === 'partner' ? engineer : bookkeeper)
    if (id !== undefined) tell(portal, 'comment', id)
  }

  function move(portal: number, n: number): void {
    const itemId = firstItemId + n
    const { stages } = patterns.kinds.partner.place
    const isWaiting = cards.find(portal, itemId)?.item['stageId'] === stages.waiting
    const stageId = isWaiting ? stages.inWork : stages.waiting
    if (cards.update(portal, itemId, { stageId }, engineer)) tell(portal, 'item', itemId)
  }

  function expectMirror(): number {
    sent += 1
    waiting.set(String(sent), performance.now())
    return sent
  }

  /** As Bitrix24's queue server posts it. */
  function tell(portal: number, what: Written, id: number): void {
    const { entityTypeId } = patterns.kinds[cards.sideOf(portal)].place
    const names = {
      item: `ONCRMDYNAMICITEMUPDATE_${String(entityTypeId)}`,
      newItem: `ONCRMDYNAMICITEMADD_${String(entityTypeId)}`,
      comment: 'ONCRMTIMELINECOMMENTADD',
    }
    const form = new URLSearchParams({
      event: names[what],
      'data[FIELDS][ID]': String(id),
      ...(what !== 'comment' && { 'data[FIELDS][ENTITY_TYPE_ID]': String(entityTypeId) }),
      ...(what === 'comment' && { 'data[ID]': String(id) }),
      ts: String(Math.floor(now() / secondMs)),
      'auth[member_id]': memberIdOf(portal),
      'auth[application_token]': `proof-${String(portal)}`,
    })
    const posting = post(form).finally(() => underWay.delete(posting))
    underWay.add(posting)
  }

  async function post(body: URLSearchParams): Promise<void> {
    const startedAt = performance.now()
    try {
      const { status } = await fetch(`${appUrl}/bitrix/events`, { method: 'POST', body })
      intakeMs.push(performance.now() - startedAt)
      if (status !== 200) failed.events += 1
    } catch {
      failed.events += 1
    }
  }
}
