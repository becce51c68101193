export type WordsLocale = 'ru' | 'en'

/** One, a few, many: «рубль», «рубля», «рублей»; English says the first of one and the last else. */
type Forms = readonly [string, string, string]
type Currency = { whole: Record<WordsLocale, Forms>; part: Record<WordsLocale, Forms> }

const english = (one: string, many = `${one}s`): Forms => [one, many, many]
const always = (word: string): Forms => [word, word, word]
const cents: Currency['part'] = { ru: ['цент', 'цента', 'центов'], en: english('cent') }
const kopecks: Currency['part'] = {
  ru: ['копейка', 'копейки', 'копеек'],
  en: english('kopeck'),
}

/** Masculine in Russian, all of them; others are said by their code. */
const currencies: Record<string, Currency> = {
  RUB: { whole: { ru: ['рубль', 'рубля', 'рублей'], en: english('rouble') }, part: kopecks },
  BYN: {
    whole: {
      ru: ['белорусский рубль', 'белорусских рубля', 'белорусских рублей'],
      en: english('Belarusian rouble'),
    },
    part: kopecks,
  },
  KZT: {
    whole: { ru: always('тенге'), en: always('tenge') },
    part: { ru: ['тиын', 'тиына', 'тиынов'], en: english('tiyn') },
  },
  USD: { whole: { ru: ['доллар', 'доллара', 'долларов'], en: english('dollar') }, part: cents },
  EUR: { whole: { ru: always('евро'), en: english('euro') }, part: cents },
}

const ofCode = (code: string): Currency => ({
  whole: { ru: always(code), en: always(code) },
  part: { ru: always('/100'), en: always('/100') },
})

/**
 * «Двенадцать тысяч триста сорок пять рублей 67 копеек», as sums stand in acts.
 *
 * @param amount integer hundredths of the currency, below 10^15 whole ones
 * @param currency ISO 4217
 */
export function amountInWords(amount: number, currency: string, locale: WordsLocale): string {
  const { whole, part } = currencies[currency] ?? ofCode(currency)
  const sum = Math.abs(amount)
  const rest = sum % 100
  const units = (sum - rest) / 100
  const minus = { ru: 'минус ', en: 'minus ' }[locale]
  const words = `${amount < 0 ? minus : ''}${numberInWords(units, locale)}`
  const name = formOf(units, whole[locale], locale)
  const hundredths = `${String(rest).padStart(2, '0')} ${formOf(rest, part[locale], locale)}`
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${name} ${hundredths}`
}

function formOf(count: number, [one, few, many]: Forms, locale: WordsLocale): string {
  const [tens, last] = [count % 100, count % 10]
  if (locale === 'en') return count === 1 ? one : many
  if (tens >= 11 && tens <= 14) return many
  if (last === 1) return one
  return last >= 2 && last <= 4 ? few : many
}

/** Powers of a thousand, from thousands on. */
const powers: Record<WordsLocale, readonly Forms[]> = {
  ru: [
    ['тысяча', 'тысячи', 'тысяч'],
    ['миллион', 'миллиона', 'миллионов'],
    ['миллиард', 'миллиарда', 'миллиардов'],
    ['триллион', 'триллиона', 'триллионов'],
  ],
  en: [always('thousand'), always('million'), always('billion'), always('trillion')],
}

function numberInWords(value: number, locale: WordsLocale): string {
  if (value === 0) return { ru: 'ноль', en: 'zero' }[locale]
  const groups: string[] = []
  for (let power = 0, left = value; left > 0; power += 1, left = Math.floor(left / 1000)) {
    const group = left % 1000
    const forms = powers[locale][power - 1]
    const name = forms ? [formOf(group, forms, locale)] : []
    if (group > 0) groups.unshift([...belowThousand(group, power, locale), ...name].join(' '))
  }
  return groups.join(' ')
}

const belowThousand = (group: number, power: number, locale: WordsLocale): string[] =>
  locale === 'en' ? englishBelowThousand(group) : russianBelowThousand(group, power === 1)

// Each from one on.
const russian = {
  hundreds: 'сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' '),
  tens: 'десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(
    ' ',
  ),
  units:
    'один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
      ' ',
    ),
}

/** Thousands are feminine. */
function russianBelowThousand(group: number, isFeminine: boolean): string[] {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100]
  const [tens, units] = rest < 20 ? [0, rest] : [Math.floor(rest / 10), rest % 10]
  const feminine = isFeminine ? { 1: 'одна', 2: 'две' }[units] : undefined
  return [
    russian.hundreds[hundreds - 1] ?? '',
    russian.tens[tens - 1] ?? '',
    feminine ?? russian.units[units - 1] ?? '',
  ].filter((word) => word !== '')
}

const inEnglish = {
  tens: 'ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' '),
  units:
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    ),
}

function englishBelowThousand(group: number): string[] {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100]
  const [tens, units] = rest < 20 ? [0, rest] : [Math.floor(rest / 10), rest % 10]
  const pair = [inEnglish.tens[tens - 1], inEnglish.units[units - 1]].filter((word) => word)
  return [
    ...(hundreds > 0 ? [`${inEnglish.units[hundreds - 1] ?? ''} hundred`] : []),
    ...(pair.length > 0 ? [pair.join('-')] : []),
  ]
}
