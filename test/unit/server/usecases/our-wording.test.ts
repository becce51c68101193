import { describe, expect, it } from 'vitest'
import { isOurWording, ordinalIn } from '../../../../server/usecases/our-wording.ts'
import { outsideText } from '../../../../server/usecases/outside-texts.ts'
import {
  correctionText,
  decisionText,
  deletedText,
  downgradeText,
  mirroredText,
  putBackText,
  refusedMoveText,
  registeredText,
  restoredText,
  robotText,
} from '../../../../server/usecases/texts.ts'

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
    downgradeText(change, ' Доказательства.', zone),
    correctionText(1),
    mirroredText(message, 7, 'ООО «Ромашка»'),
    mirroredText({ ...message, channel: 'mail' }, 7, 'исполнитель'),
    robotText(message, 7, 'partner'),
    outsideText({ ...message, channel: 'rescue' }, 7, zone),
  ])('are known: «%s»', (text) => {
    expect(isOurWording(text, 7)).toBe(true)
  })

  it.each([
    'Обращение № 7 до сих пор не закрыто.',
    'Стадия не та.',
    'Изменение отменено.',
    mirroredText(message, 17, 'исполнитель'),
    '[b]Важно[/b]: сообщение 7-3 не дошло.',
    'Критичность снижена?',
  ])('are not what people write: «%s»', (text) => {
    expect(isOurWording(text, 7)).toBe(false)
  })

  it('say which number a message had', () => {
    expect(ordinalIn(mirroredText(message, 7, 'исполнитель'), 7)).toBe(3)
    expect(ordinalIn('Как в сообщении 7-3', 7)).toBeUndefined()
  })
})
