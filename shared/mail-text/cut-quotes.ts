import { cutSignature } from './cut-signature.ts'
import { isAnswerMark } from './answer-mark.ts'

const isQuoted = (line: string) => /^\s*>/.test(line)

/** «-----Исходное сообщение-----» of Outlook and The Bat, in its many lengths. */
const divider =
  /^\s*[-_*]{2,}\s*(исходное сообщение|пересылаемое сообщение|переадресованное сообщение|original message|forwarded message|original appointment)\s*[-_*]{2,}\s*$/iu

/** Outlook puts the former mail's own head above it: От, Отправлено, Кому, Тема. */
const headStart = /^\s*\*?(от|from|отправитель)\*?:\s*\*?\s*\S/iu
const headRest = /^\s*\*?(отправлено|дата|sent|date|кому|to|тема|subject)\*?:/iu

const timeOfDay = /\b\d{1,2}[:.]\d{2}\b/
const mailAddress = /[^\s<>@"]+@[^\s<>@"]+/
const wrote =
  /(?:^|[^\p{L}])(пишет|писал|писала|написал|написала|написал\(а\)|wrote|writes)\s*:\s*$/iu
/** Programs break the line «… в 10:15, Иван Петров <support@…>:» where it becomes long. */
const longestIntroduction = 3
const longestLine = 400

/**
 * What a person has written in an answer, without the mail that is answered and without signature:
 * forms of Gmail, Outlook, Yandex, Mail.ru and Thunderbird, Russian and English. Words between and
 * below quoted lines are kept. Where nothing would be left, all is: somebody has forwarded a mail.
 */
export function cutQuotes(text: string): { text: string; isCut: boolean } {
  const whole = text.replace(/\r\n?/g, '\n').trim()
  const own = cutSignature(ownLines(whole.split('\n'))).trim()
  const result = own === '' ? whole : own.replace(/\n{3,}/g, '\n\n')
  return { text: result, isCut: result !== whole }
}

function ownLines(lines: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (endsHere(lines, index)) return kept
    const introduction = introductionAt(lines, index)
    if (introduction > 0) {
      const next = lines.slice(index + introduction).find((one) => one.trim() !== '')
      // Without marks nobody can say where the former mail ends.
      if (next === undefined || !isQuoted(next)) return kept
      index += introduction - 1
    } else if (!isQuoted(line)) kept.push(line)
  }
  return kept
}

function endsHere(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? ''
  // A mark inside a quoted block says nothing about the words below that block.
  if (isAnswerMark(line)) return !isQuoted(line)
  if (divider.test(line)) return true
  return headStart.test(line) && lines.slice(index + 1, index + 4).some((one) => headRest.test(one))
}

/** @returns how many lines say who wrote when what follows; 0 when none does */
function introductionAt(lines: readonly string[], index: number): number {
  let joined = ''
  for (let count = 1; count <= longestIntroduction; count++) {
    const line = lines[index + count - 1] ?? ''
    if (line.trim() === '' || isQuoted(line)) return 0
    joined = `${joined} ${line}`.trim()
    if (joined.length > longestLine) return 0
    if (isIntroduction(joined)) return count
  }
  return 0
}

const isIntroduction = (line: string) =>
  line.endsWith(':') && timeOfDay.test(line) && (wrote.test(line) || mailAddress.test(line))
