import { describe, expect, it } from 'vitest'
import { correctionText, downgradeText } from '../../../../server/usecases/clock-texts.ts'
import { mirroredText, outsideText, robotText } from '../../../../server/usecases/message-texts.ts'
import { isOurWording, isRegistration, ordinalIn } from '../../../../server/usecases/our-wording.ts'
import { decisionText, registeredText } from '../../../../server/usecases/registration-texts.ts'
import {
  deletedText,
  putBackText,
  refusedMoveText,
  restoredText,
} from '../../../../server/usecases/answer-texts.ts'
import { verbatim } from '../../../../shared/words/language.ts'

const zone = 'Europe/Moscow'
const message = {
  ...{ author: 'Анна Лебедева', text: 'Не печатает.', asks: true, ordinal: 3 },
  ...{ side: 'customer' as const, channel: null, at: 0 },
}
const change = { at: 0, from: 1, to: 2 } as Parameters<typeof downgradeText>[0]

describe('words of ours that nobody remembers', () => {
  it.each([
    registeredText({ number: 7, reactionDueAt: 0, zone }),
    decisionText(7, 'unauthorised', ['Пётр Кузнецов, +7 495 000-00-01']),
    decisionText(7, 'ended', []),
    refusedMoveText('customer', 'inWork', 'proposed'),
    putBackText(['number', 'solution']),
    restoredText(7),
    deletedText(7, 'partner'),
    downgradeText(change, verbatim(' Доказательства.'), zone),
    correctionText(1),
    mirroredText(message, 7, 'ООО «Ромашка»'),
    mirroredText({ ...message, channel: 'mail', side: 'partner' }, 7, ''),
    robotText(message, 7),
    outsideText({ ...message, channel: 'rescue' }, 7, zone),
  ])('are known in whatever language they are: «$ru», «$en»', (words) => {
    expect(Object.values(words).map((text) => isOurWording(text, 7))).toEqual([true, true])
  })

  it.each([
    'Обращение № 7 до сих пор не закрыто.',
    'Стадия не та.',
    'Изменение отменено.',
    ...Object.values(mirroredText(message, 17, 'ООО «Ромашка»')),
    '[b]Важно[/b]: сообщение 7-3 не дошло.',
    'Критичность снижена?',
    'Ticket No. 7 is still open.',
    'Change undone.',
    '[b]Mind[/b]: message 7-3 has not come.',
  ])('are not what people write: «%s»', (text) => {
    expect(isOurWording(text, 7)).toBe(false)
  })

  it('say which number a message had', () => {
    const mirrors = Object.values(mirroredText(message, 7, 'ООО «Ромашка»'))
    expect(mirrors.map((text) => ordinalIn(text, 7))).toEqual([3, 3])
    expect(ordinalIn('Как в сообщении 7-3', 7)).toBeUndefined()
    expect(ordinalIn('As in message 7-3', 7)).toBeUndefined()
  })

  it('tell the answer to a new ticket from others', () => {
    const answers = [registeredText({ number: 7, reactionDueAt: 0, zone }), decisionText(7, '', [])]
    for (const text of answers.flatMap((words) => Object.values(words)))
      expect([text, isRegistration(text, 7), isRegistration(text, 17)]).toEqual([text, true, false])
    for (const text of Object.values(deletedText(7, 'partner')))
      expect([text, isRegistration(text, 7)]).toEqual([text, false])
  })
})
