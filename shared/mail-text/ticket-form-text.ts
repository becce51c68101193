import { type Level, levelSchema } from '../sla/level.ts'

/** Fields of the form of §6, in the order in which a mail asks for them. */
export const mailFormFields = [
  'contactName',
  'contactPhone',
  'contactEmail',
  'environment',
  'impact',
  'level',
  'title',
  'description',
  'links',
  'filesReason',
  'recentChanges',
] as const
export type MailFormField = (typeof mailFormFields)[number]

/** The first of each is what we write; the others are what people make of it. */
const labels: Record<'ru' | 'en', Record<MailFormField, readonly [string, ...string[]]>> = {
  ru: {
    contactName: ['Контактное лицо', 'ФИО', 'Имя'],
    contactPhone: ['Телефон'],
    contactEmail: ['E-mail', 'Электронная почта', 'Почта'],
    environment: ['Программа и окружение', 'Программа', 'Окружение'],
    impact: ['Влияние на бизнес', 'Влияние'],
    level: ['Критичность', 'Уровень критичности', 'Уровень'],
    title: ['Тема'],
    description: ['Что произошло', 'Описание проблемы', 'Описание'],
    links: ['Ссылки'],
    filesReason: ['Почему нет ссылок или снимков'],
    recentChanges: ['Что недавно менялось', 'Недавние изменения'],
  },
  en: {
    contactName: ['Contact person', 'Name'],
    contactPhone: ['Phone'],
    contactEmail: ['E-mail address', 'Email'],
    environment: ['Software and environment', 'Environment'],
    impact: ['Business impact', 'Impact'],
    level: ['Severity', 'Level'],
    title: ['Subject'],
    description: ['What happened', 'Description'],
    links: ['Links'],
    filesReason: ['Why there are no links or screenshots'],
    recentChanges: ['Recent changes'],
  },
}

const hints: Record<'ru' | 'en', string> = {
  ru: '1 — всё стоит, 2 — серьёзно мешает, 3 — есть обходной путь, 4 — вопрос',
  en: '1 — everything stands still, 2 — serious, 3 — there is a way around, 4 — a question',
}

/** Recent changes are asked for, not insisted on; of links and files their absence may be explained. */
const required: readonly MailFormField[] = mailFormFields.filter(
  (field) => !['links', 'filesReason', 'recentChanges'].includes(field),
)

/** The form as lines that every mail program leaves alone: a label, a colon, room for words. */
export function blankTicketForm(locale: 'ru' | 'en'): string {
  return mailFormFields
    .map((field) => {
      const [label] = labels[locale][field]
      return `${label}${field === 'level' ? ` (${hints[locale]})` : ''}: `
    })
    .join('\n')
}

export type TicketFormReading = {
  values: Partial<Record<MailFormField, string>>
  level: Level | null
  missing: MailFormField[]
}

const fieldByLabel = new Map(
  Object.values(labels).flatMap((language) =>
    mailFormFields.flatMap((field) =>
      language[field].map((label) => [label.toLowerCase(), field] as const),
    ),
  ),
)

/** Less is a letter in which somebody happens to write «Тема:». */
const fewestFields = 3

/**
 * What somebody has filled in; quoting, bullets, bold marks and a note in brackets behind a label do
 * no harm, and an answer may go on over several lines. @returns null for a text that is no form
 */
export function readTicketForm(text: string, subject = ''): TicketFormReading | null {
  const found = entriesOf(text)
  if (Object.values(found).filter((words) => words !== '').length < fewestFields) return null
  const title = found.title === undefined || found.title === '' ? subject : found.title
  const values = { ...found, ...(title !== '' && { title }) }
  const level = levelOf(values.level ?? '')
  const isMissing = (field: MailFormField) =>
    field === 'level' ? level === null : (values[field] ?? '') === ''
  const lacksLinks = isMissing('links') && isMissing('filesReason')
  const missing = [...required.filter(isMissing), ...(lacksLinks ? (['links'] as const) : [])]
  return { values, level, missing }
}

function entriesOf(text: string): TicketFormReading['values'] {
  const values: TicketFormReading['values'] = {}
  let field: MailFormField | undefined
  for (const line of text.split('\n').map(plain)) {
    const entry = entryOf(line)
    if (entry) field = entry.field
    if (!field) continue
    const words = entry ? entry.words : line
    values[field] = [values[field] ?? '', words].filter((part) => part !== '').join('\n')
  }
  return values
}

const plain = (line: string) =>
  line
    .replace(/\u00a0/g, ' ')
    .replace(/^[\s>*•·–—-]+/u, '')
    .replace(/\*+/g, '')
    .trim()

function entryOf(line: string): { field: MailFormField; words: string } | undefined {
  const [, label = '', words = ''] = /^([^:(]{2,50}?)\s*(?:\([^)]*\))?\s*:(.*)$/u.exec(line) ?? []
  const field = fieldByLabel.get(label.toLowerCase())
  return field && { field, words: words.trim() }
}

const names: readonly [RegExp, Level][] = [
  [/критич|critical/iu, 1],
  [/высок|high/iu, 2],
  [/средн|medium/iu, 3],
  [/низк|low/iu, 4],
]

function levelOf(text: string): Level | null {
  const digit = levelSchema.safeParse(Number(/\b[1-4]\b/.exec(text)?.[0])).data
  return digit ?? names.find(([name]) => name.test(text))?.[1] ?? null
}

const levelOneWords =
  /(критичн\p{L}*|уров\p{L}*)\s*(критичн\p{L}*)?\s*[-:№=]?\s*1(?!\d)|критическ\p{L}* (ошибк|сбо|уров|ситуац)|(severity|level)\s*[-:=]?\s*1(?!\d)/iu

/** Whether free words ask for help at once. */
export const asksForLevelOne = (text: string): boolean => levelOneWords.test(text)
