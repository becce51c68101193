import type { Finding } from '../../shared/evidence/finding.ts'
import type { Root } from '../../shared/evidence/roots.ts'
import type { Words } from '../../shared/words/language.ts'

/** What does not agree, in the words of whoever looks after it. */
export function findingText(finding: Finding): Words {
  switch (finding.kind) {
    case 'fact':
    case 'history':
    case 'clock':
      return ticketFinding(finding)
    case 'ticketGone':
      return {
        ru: `нет обращения, которое было в истории ${finding.day}`,
        en: `a ticket is missing that was in the history of ${finding.day}`,
      }
    case 'root':
      return {
        ru: `контрольная сумма за ${finding.day} не сходится с её составом`,
        en: `the checksum of ${finding.day} does not agree with what it is made of`,
      }
    case 'heldRoot':
      return {
        ru: `портал хранит за ${finding.day} другую контрольную сумму`,
        en: `the portal holds another checksum of ${finding.day}`,
      }
    case 'restored':
      return {
        ru: `контрольной суммы за ${finding.day} больше нет: база восстановлена из резервной копии`,
        en: `the checksum of ${finding.day} is gone: the database was restored from a backup`,
      }
    case 'terms':
      return {
        ru: `условия, версия ${String(finding.version)}: изменены после вступления в силу`,
        en: `terms, version ${String(finding.version)}: changed after they came into force`,
      }
    case 'statement':
      return {
        ru: `закрытый акт за ${finding.month} изменён`,
        en: `the closed statement of ${finding.month} was changed`,
      }
  }
}

type TicketFinding = Extract<Finding, { kind: 'fact' | 'history' | 'clock' }>

function ticketFinding(finding: TicketFinding): Words {
  const ru = `обращение № ${String(finding.number)}`
  const en = `ticket No. ${String(finding.number)}`
  switch (finding.kind) {
    case 'fact':
      return {
        ru: `${ru}, запись ${String(finding.seq)}: изменена, переставлена или удалена`,
        en: `${en}, record ${String(finding.seq)}: changed, moved or deleted`,
      }
    case 'history':
      return {
        ru: `${ru}: история не та, что была ${finding.day}`,
        en: `${en}: the history is not that of ${finding.day}`,
      }
    case 'clock':
      return {
        ru: `${ru}: показанные сроки не следуют из записей`,
        en: `${en}: the deadlines shown do not follow from the records`,
      }
  }
}

/** To the partner, once for what is found. */
export function historyTroubleText(customerName: string, finding: Finding): Words {
  const what = findingText(finding)
  return {
    ru: `${customerName}: история обращений не сходится с контрольными суммами — ${what.ru}. Сохраните резервную копию базы до любых исправлений.`,
    en: `${customerName}: the history of tickets does not agree with its checksums: ${what.en}. Keep a backup of the database before anything is mended.`,
  }
}

/** To be kept where we cannot reach it. */
export const rootMail = (customerName: string, { day, hash, previous }: Root) => ({
  subject: `Контрольная сумма обращений за ${day}`,
  text: `Здравствуйте!

Контрольная сумма всей истории обращений и условий поддержки, ${customerName}, на ${day}:

${hash}

Предыдущая: ${previous === '' ? 'нет, это первая' : previous}

Сохраните это письмо. В приложении, «Соглашение» → «Проверить», видно, что история с тех пор не переписана.`,
})
