import type { Notice } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Recipient } from '../../shared/sla/policy.ts'
import type { Words } from '../../shared/words/language.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import {
  correctedText,
  levelChangedText,
  levelOneText,
  repliedText,
  type Subject,
} from './tiding-texts.ts'
import { breachText, warningText } from './clock-texts.ts'

/** Something that people of the partner are told, once for its key. */
export type Tiding = { key: string; to: readonly Recipient[]; text: Words }

export type News = {
  /** The ticket before the news and after them. */
  before: Ticket
  after: Ticket
  facts: readonly Fact[]
  notices: readonly Notice[]
  messages: readonly MessageRecord[]
  /** In which times are told. */
  zone: string
}

const engineer: readonly Recipient[] = ['engineer']

/** What is new about a ticket → what people are told of it. Pure. */
export function tidingsOf(news: News): Tiding[] {
  return [
    ...levelOne(news),
    ...news.facts.flatMap((fact) => factTiding(fact, news) ?? []),
    ...news.notices.flatMap((notice) => noticeTiding(notice, news) ?? []),
  ]
}

/** A critical ticket, as soon as it is registered or, where that had to be decided, accepted. */
function levelOne({ before, after, facts, zone }: News): Tiding[] {
  const isRegistered = facts.some((fact) => fact.kind === 'registered')
  const isAccepted = facts.some((fact) => fact.kind === 'accepted') && !before.clocks.isEnforced
  if (after.level !== 1 || !after.clocks.isEnforced || !(isRegistered || isAccepted)) return []
  return [{ key: 'levelOne', to: engineer, text: levelOneText(after, zone) }]
}

function factTiding(fact: Fact, { after, messages, zone }: News): Tiding | undefined {
  if (fact.kind === 'message' && fact.by === 'customer') {
    const message = messages.find(({ id }) => id === `${after.id}:${fact.id}`)
    const text = repliedText(after, { author: fact.author, words: message?.text ?? '' })
    return { key: `replied:${fact.id}`, to: engineer, text }
  }
  if (fact.kind !== 'levelChanged') return undefined
  const change = after.clocks.levelChanges.find(
    ({ reason, at, to }) => reason === 'decision' && at === fact.at && to === fact.level,
  )
  if (!change) return undefined
  return { key: `level:${fact.id}`, to: engineer, text: levelChangedText(after, change, zone) }
}

function noticeTiding(notice: Notice, { after, zone }: News): Tiding | undefined {
  const { key } = notice
  switch (notice.kind) {
    case 'warning':
      return { key, to: notice.to, text: warningText(subject(notice, after, zone), notice.share) }
    case 'breach':
    case 'escalation':
      return { key, to: notice.to, text: breachText(subject(notice, after, zone)) }
    case 'downgraded':
      return { key, to: engineer, text: levelChangedText(after, notice.change, zone) }
    case 'corrected':
      return { key, to: engineer, text: correctedText(after, notice.level) }
    case 'autoClose':
      return undefined
  }
}

type ClockNotice = Extract<Notice, { kind: 'warning' | 'breach' | 'escalation' }>

const subject = (notice: ClockNotice, { number }: Subject, zone: string) => ({
  number,
  ...notice,
  zone,
})
