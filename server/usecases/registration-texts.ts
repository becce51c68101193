import { type FieldKey, fieldSpec } from '../../shared/ticket/fields.ts'
import type { Instant } from '../../shared/time.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import type { Words } from '../../shared/words/language.ts'

type Registered = { number: number; reactionDueAt: Instant | null; zone: string }

export function registeredText({ number, reactionDueAt: due, zone }: Registered): Words {
  const id = String(number)
  const ru = `Обращение № ${id} зарегистрировано.`
  const en = `Ticket No. ${id} is registered.`
  if (due === null) return { ru, en }
  return {
    ru: `${ru} Реакция — не позднее ${formatInstant(due, zone, 'ru')}.`,
    en: `${en} Reaction due by ${formatInstant(due, zone, 'en')}.`,
  }
}

/** Names what a ticket made past the form lacks. */
export function missingText(missing: readonly FieldKey[]): Words {
  const titles = missing.map((key) => fieldSpec(key).title)
  return {
    ru: `Чтобы мы могли начать без дополнительных вопросов, укажите: ${titles.map(({ ru }) => `«${ru}»`).join(', ')}.`,
    en: `To spare you further questions, please tell us: ${titles.map(({ en }) => `“${en}”`).join(', ')}.`,
  }
}

/** To the administrator of the customer's portal, once for each person. */
export const missingRightText = (name: string): Words => ({
  ru: `${name} подаёт обращения в поддержку, но не может добавлять элементы смарт-процесса «Обращения SLA» сам: мы добавили элемент за него. Дайте ему право на добавление в CRM → Настройки → Права доступа.`,
  en: `${name} files support tickets but may not add items of the smart process “SLA tickets”: we have added the item instead. Please grant the right to add in CRM → Settings → Access permissions.`,
})

const uncovered: Record<string, Words> = {
  notStarted: {
    ru: 'срок соглашения ещё не начался',
    en: 'the term of the agreement has not begun',
  },
  ended: { ru: 'срок соглашения закончился', en: 'the term of the agreement is over' },
  licenceEnded: {
    ru: 'срок лицензии или обновлений портала закончился (§ 1 соглашения)',
    en: 'the portal’s licence or its updates have expired (§ 1 of the agreement)',
  },
}
const unauthorised: Words = {
  ru: 'автор не входит в список уполномоченных лиц (§ 5 соглашения)',
  en: 'its author is not on the list of authorised persons (§ 5 of the agreement)',
}

/** @param reason why nothing is promised yet: the contract does not cover it, or its author may not */
export function decisionText(
  number: number,
  reason: string,
  organisational: readonly string[],
): Words {
  const id = String(number)
  const contacts = organisational.join(', ')
  const why = uncovered[reason] ?? unauthorised
  const whom: Words =
    contacts === ''
      ? { ru: '', en: '' }
      : { ru: ` Обратитесь: ${contacts}.`, en: ` Please turn to: ${contacts}.` }
  return {
    ru: `Обращение № ${id} сохранено, но ${why.ru}. Работа начнётся, когда исполнитель его примет.${whom.ru}`,
    en: `Ticket No. ${id} is saved, but ${why.en}. Work begins when the support firm accepts it.${whom.en}`,
  }
}
