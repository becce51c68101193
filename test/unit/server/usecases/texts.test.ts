import { describe, expect, it } from 'vitest'
import * as answers from '../../../../server/usecases/answer-texts.ts'
import { authorWords, callMark, robotMark } from '../../../../server/usecases/author-names.ts'
import * as clocks from '../../../../server/usecases/clock-texts.ts'
import * as contracts from '../../../../server/usecases/contract-texts.ts'
import * as decisions from '../../../../server/usecases/decision-texts.ts'
import { findingText, historyTroubleText } from '../../../../server/usecases/evidence-texts.ts'
import * as messages from '../../../../server/usecases/message-texts.ts'
import * as registration from '../../../../server/usecases/registration-texts.ts'
import { robotTexts } from '../../../../server/usecases/robot-texts.ts'
import * as tidings from '../../../../server/usecases/tiding-texts.ts'
import type { Finding } from '../../../../shared/evidence/finding.ts'
import type { LevelChange } from '../../../../shared/sla/clocks.ts'
import { joined, languageOf, verbatim, type Words } from '../../../../shared/words/language.ts'

const zone = 'Europe/Moscow'
const at = Date.parse('2026-11-23T11:00:00Z')
const notice = { number: 7, clock: 'replyDuty' as const, dueAt: at, zone }
const message = {
  ...{ author: 'Jane Roe', text: 'It prints nothing.', asks: true, ordinal: 3, at },
  ...{ side: 'partner' as const, channel: 'mail' as const },
}
const change: LevelChange = {
  ...{ at, from: 1, to: 2, clause: '4.2', reason: 'replyDuty', evidence: ['q', 'd'] },
}
const subject = {
  number: 7,
  title: 'No link',
  clocks: { clocks: [] },
} as unknown as tidings.Subject
const history = [
  { kind: 'call' as const, id: 'q', at, recordedAt: at },
  { kind: 'call' as const, id: 'd', at, recordedAt: at },
] as unknown as Parameters<typeof tidings.evidenceText>[1]
const findings: Finding[] = [
  { kind: 'fact', number: 7, seq: 3, problem: 'hash' },
  { kind: 'history', number: 7, day: '2026-11-23' },
  { kind: 'clock', number: 7 },
  { kind: 'ticketGone', day: '2026-11-23' },
  { kind: 'root', day: '2026-11-23' },
  { kind: 'heldRoot', day: '2026-11-23' },
  { kind: 'restored', day: '2026-11-23' },
  { kind: 'terms', version: 2 },
  { kind: 'statement', month: '2026-11' },
]

const setting: Words = { ru: 'Причина', en: 'Reason' }

/** What the app says into portals, each in Russian and English. */
const table: Words[] = [
  registration.registeredText({ number: 7, reactionDueAt: at, zone }),
  registration.missingText(['impact', 'contactPhone']),
  registration.missingRightText('Jane Roe'),
  registration.decisionText(7, 'unauthorised', ['John Doe, +1 555 0100']),
  ...['notStarted', 'ended', 'licenceEnded'].map((why) => registration.decisionText(7, why, [])),
  messages.mirroredText(message, 7, 'Daisy Ltd'),
  messages.mirroredText(
    { ...message, author: `Jane${callMark}`, side: 'customer' },
    7,
    'Daisy Ltd',
  ),
  messages.robotText({ ...message, author: `Jane${robotMark}` }, 7),
  messages.robotText({ ...message, asks: false, side: 'customer' }, 7),
  messages.outsideText({ ...message, channel: 'rescue' }, 7, zone),
  messages.filedOutsideText({ author: 'Jane Roe', channel: 'mail', at }, zone),
  messages.openLink('app.1', 7),
  answers.refusedMoveText('customer', 'inWork', 'proposed'),
  answers.putBackText(['number', 'solution', 'impact']),
  answers.restoredText(7),
  answers.deletedText(7, 'partner'),
  answers.nearMissText(7, '#client'),
  clocks.warningText(notice, 0.5),
  clocks.breachText({ ...notice, clock: 'reaction' }),
  clocks.downgradeText(change, tidings.evidenceText(change, history, zone), zone),
  clocks.correctionText(1),
  ...Object.values(clocks.clockNames),
  clocks.slaStateText(subject.clocks),
  decisions.levelText(2, 3, 'Because.'),
  decisions.outOfScopeText('Because.'),
  decisions.objectionText('Because.'),
  decisions.objectionAnswerText(true, 'Because.'),
  decisions.objectionAnswerText(false, 'Because.'),
  contracts.lifeText('Daisy Ltd', { what: 'end', on: '2026-11-23', daysLeft: -1, key: '' }),
  contracts.lifeText('Daisy Ltd', { what: 'licence', on: '2026-11-23', daysLeft: 7, key: '' }),
  ...(
    ['closed', 'unpaid', 'noAccess', 'badKeys', 'damaged', 'history', 'uninstalled'] as const
  ).map((kind) => contracts.troubleText('daisy.example', { kind, words: 'No.' })),
  historyTroubleText('Daisy Ltd', { kind: 'root', day: '2026-11-23' }),
  ...findings.map(findingText),
  tidings.levelOneText(subject, zone),
  tidings.repliedText(subject, { author: 'Jane Roe', words: 'Still broken' }),
  tidings.levelChangedText(subject, change, zone),
  tidings.correctedText(subject, 1),
  tidings.evidenceText({ ...change, reason: 'phoneDuty' }, history, zone),
  tidings.digestText(['One.', 'Two.']),
  robotTexts.empty(setting),
  robotTexts.nobodyChosen(setting),
  robotTexts.badMinutes(setting, 60),
  robotTexts.tooShort(setting),
  robotTexts.badLevel,
  robotTexts.levelOne,
  robotTexts.isOver(7),
  robotTexts.notAuthorised('Jane Roe'),
  robotTexts.notAmong('Jane Roe', ['John Doe']),
  robotTexts.noContract,
  robotTexts.portalRefused('No.'),
  robotTexts.limitUsedUp,
  robotTexts.overlaps('Jane Roe', '7'),
  robotTexts.noTicket,
  robotTexts.unknownTicket('x'),
  robotTexts.unknownUser(7),
  robotTexts.unknownRobot('sla_x'),
  robotTexts.done('7'),
]

describe('what we say into portals', () => {
  it.each(table)('is said in both languages, neither in the other’s letters: $en', ({ ru, en }) => {
    expect(ru).toMatch(/[а-яё]/i)
    expect(en).not.toMatch(/[а-яё«»№]/i)
    expect(en).toMatch(/[a-z]/)
  })

  it('keeps people’s own words, and their names without our marks', () => {
    expect(messages.mirroredText({ ...message, text: 'Не печатает.' }, 7, '').en).toBe(
      '[b]Jane Roe[/b] (support) · by mail · message 7-3\nНе печатает.\n[i]The support firm awaits your reply.[/i]',
    )
    expect(authorWords('Иван Петров (звонок)').en).toBe('Иван Петров (call)')
    expect(authorWords('Робот').en).toBe('Robot')
    expect(authorWords('Робот Васильевич')).toEqual(verbatim('Робот Васильевич'))
  })

  it('tells times as either language does', () => {
    const { ru, en } = registration.registeredText({ number: 7, reactionDueAt: at, zone })
    expect(ru).toContain('Реакция — не позднее пн, 23 ноября, 14:00 МСК.')
    expect(en).toContain('Reaction due by Mon, November 23, 14:00 MSK.')
  })

  it('a digest of one is that one', () => {
    expect(tidings.digestText(['One.'])).toEqual(verbatim('One.'))
  })
})

describe('the language of a portal', () => {
  it.each([
    ['ru', 'ru'],
    ['kz', 'ru'],
    ['en', 'en'],
    ['de', 'en'],
  ] as const)('%s is written to in %s', (code, language) => {
    expect(languageOf(code)).toBe(language)
  })

  it('is one of either throughout what is put together', () => {
    const words = { ru: 'раз', en: 'one' }
    expect(joined([words, verbatim('2'), words], ', ')).toEqual({
      ru: 'раз, 2, раз',
      en: 'one, 2, one',
    })
  })
})
