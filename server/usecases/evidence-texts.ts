import type { Finding } from '../../shared/evidence/finding.ts'
import type { Root } from '../../shared/evidence/roots.ts'

const about = (number: number) => `обращение № ${String(number)}`

/** What does not agree, in the words of whoever looks after it. */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'fact':
      return `${about(finding.number)}, запись ${String(finding.seq)}: изменена, переставлена или удалена`
    case 'history':
      return `${about(finding.number)}: история не та, что была ${finding.day}`
    case 'ticketGone':
      return `нет обращения, которое было в истории ${finding.day}`
    case 'root':
      return `контрольная сумма за ${finding.day} не сходится с её составом`
    case 'heldRoot':
      return `портал хранит за ${finding.day} другую контрольную сумму`
    case 'restored':
      return `контрольной суммы за ${finding.day} больше нет: база восстановлена из резервной копии`
    case 'terms':
      return `условия, версия ${String(finding.version)}: изменены после вступления в силу`
    case 'clock':
      return `${about(finding.number)}: показанные сроки не следуют из записей`
    case 'statement':
      return `закрытый акт за ${finding.month} изменён`
  }
}

/** To the partner, once for what is found. */
export const historyTroubleText = (customerName: string, finding: Finding): string =>
  `${customerName}: история обращений не сходится с контрольными суммами — ${findingText(finding)}. Сохраните резервную копию базы до любых исправлений.`

/** To be kept where we cannot reach it. */
export const rootMail = (customerName: string, { day, hash, previous }: Root) => ({
  subject: `Контрольная сумма обращений за ${day}`,
  text: `Здравствуйте!

Контрольная сумма всей истории обращений и условий поддержки, ${customerName}, на ${day}:

${hash}

Предыдущая: ${previous === '' ? 'нет, это первая' : previous}

Сохраните это письмо. В приложении, «Соглашение» → «Проверить», видно, что история с тех пор не переписана.`,
})
