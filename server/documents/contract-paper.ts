import type { Content } from 'pdfmake/interfaces.js'
import type { Contract } from '../../shared/api/contracts.ts'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { partiesIn } from '../../shared/api/parties.ts'
import { civilDayAt } from '../../shared/calendar/zone.ts'
import { dayMs } from '../../shared/calendar/civil-day.ts'
import { levels } from '../../shared/sla/level.ts'
import { type TermsLine, termsLines } from '../../shared/sla/terms-lines.ts'
import type { Instant } from '../../shared/time.ts'
import { formatDay, formatDuration } from '../../shared/words/format-instant.ts'
import { documentWords, type DocumentWords } from './document-words.ts'
import { facts, partyLines, ruledTable, section } from './paper-parts.ts'
import type { Paper } from './pdf.ts'
import { type SayingTerms, sayingTerms } from './say-terms.ts'

type Saying = SayingTerms & { words: DocumentWords; locale: DocumentLocale }

/** A contract as it stands at `madeAt`: tables 1 and 2, windows, calendar, tariff and persons. */
export function contractPaper(
  contract: Contract,
  { locale, madeAt }: { locale: DocumentLocale; madeAt: Instant },
): Paper {
  const words = documentWords[locale]
  const saying = { words, locale, ...sayingTerms(locale) }
  const lines = termsLines(contract)
  return {
    title: `${words.contract} · ${contract.customerName}`,
    locale,
    content: [
      { text: words.contract, style: 'title' },
      facts(headOf(contract, madeAt, saying)),
      ...tables(contract, saying),
      ...parts(lines, saying),
      ...personsOf(contract, saying),
    ],
  }
}

function headOf(contract: Contract, madeAt: Instant, { words, locale }: Saying) {
  const { life, calendar, publicMark } = contract
  const { partner, customer } = partiesIn(contract)
  const zone = calendar.kind === 'business' ? calendar.zone : 'Europe/Moscow'
  const day = (date: string | null) => (date === null ? words.unlimited : formatDay(date, locale))
  return [
    [words.partner, partyLines(partner)],
    [words.customer, partyLines(customer)],
    ...(life.startsOn === null ? [] : [[words.validFrom, day(life.startsOn)] as const]),
    [words.validUntil, day(life.endsOn)],
    ...(life.licenceUntil === null ? [] : [[words.licenceUntil, day(life.licenceUntil)] as const]),
    ...(life.place === '' ? [] : [[words.place, life.place] as const]),
    [words.publicMark, publicMark],
    [words.madeOn, formatDay(dateAt(zone, madeAt), locale)],
  ] as const
}

const dateAt = (zone: string, at: Instant) =>
  new Date(civilDayAt(zone, at) * dayMs).toISOString().slice(0, 10)

function tables({ policy }: Contract, { words, locale, t }: Saying): Content[] {
  const name = (level: number) => `${String(level)}. ${t(`levels.${String(level)}.name`)}`
  const amount = (minutes: number | undefined) =>
    minutes === undefined ? t('termsLines.none') : formatDuration(minutes * 60_000, locale)
  const criteria = levels.map((level) => ({
    cells: [name(level), t(`levels.${String(level)}.criterion`)],
  }))
  const targets = levels.map((level) => {
    const { reactionMinutes, updateMinutes, resolutionMinutes, window } = policy.levels[level]
    const times = [reactionMinutes, updateMinutes, resolutionMinutes].map(amount)
    return { cells: [name(level), ...times, t(`termsLines.choices.${window}`)] }
  })
  const heads = ['reaction', 'update', 'resolution', 'window'] as const
  return [
    section(words.table1),
    ruledTable(
      [
        { head: words.level, width: 110 },
        { head: words.criterion, width: '*' },
      ],
      criteria,
    ),
    section(words.table2),
    ruledTable(
      [
        { head: words.level, width: 110 },
        ...heads.map((head) => ({ head: t(`termsLines.names.${head}`), width: '*' as const })),
      ],
      targets,
    ),
  ]
}

const ofTable2 = new Set(['reaction', 'update', 'resolution', 'window'])

/** The other terms, in the order in which people read them. */
function parts(lines: readonly TermsLine[], saying: Saying): Content[] {
  const { words } = saying
  const others = lines.filter(({ what }) => !ofTable2.has(what))
  const calendarAt = others.findIndex(({ what }) => what === 'calendar')
  const tariffAt = others.findIndex(({ what }) => what === 'hourPrice')
  const calendar = others.slice(calendarAt, tariffAt)
  const exceptions = calendar.filter(({ what }) => what === 'exception')
  const isUsual = ({ what, value }: TermsLine) =>
    what !== 'exception' && !(value.kind === 'choice' && value.choice === 'business')
  // «Рабочее время» is the title of the part; that it holds needs no row.
  const usual = calendar.filter(isUsual)
  return [
    ...part(words.rules, others.slice(0, calendarAt), saying),
    ...part(words.calendar, usual, saying),
    ...(exceptions.length === 0 ? [] : part(words.exceptions, exceptions, saying)),
    ...part(words.tariff, others.slice(tariffAt), saying),
  ]
}

function part(title: string, lines: readonly TermsLine[], saying: Saying): Content[] {
  const rows = lines.map((line) => ({
    cells: [saying.nameOf(line), saying.valueOf(line)],
  }))
  const { words } = saying
  const columns = [
    { head: title === words.exceptions ? words.date : words.term, width: 230 },
    { head: words.agreed, width: '*' as const },
  ]
  return [section(title), ruledTable(columns, rows)]
}

function personsOf({ persons }: Contract, { words }: Saying): Content[] {
  const rows = persons.map(({ name, position, email, phone, isAuthorised, isOrganisational }) => ({
    cells: [
      [{ text: name }, ...(position === '' ? [] : [{ text: position, isQuiet: true }])],
      [{ text: email }, { text: phone }],
      [
        ...(isAuthorised ? [{ text: words.isAuthorised }] : []),
        ...(isOrganisational ? [{ text: words.isOrganisational }] : []),
      ],
    ],
  }))
  const columns = [words.person, words.contacts, words.role].map((head) => ({
    head,
    width: '*' as const,
  }))
  return [section(words.persons), ruledTable(columns, rows)]
}
