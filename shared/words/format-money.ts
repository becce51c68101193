/** «1 234,50 ₽», «−10,00 ₽» of a correction. @param kopecks integer hundredths of the currency @param currency ISO 4217 */
export function formatMoney(kopecks: number, currency: string, locale: string): string {
  const language = locale === 'en' ? 'en' : 'ru'
  const amount = new Intl.NumberFormat(language, { style: 'currency', currency })
  // A hyphen is no minus, and minutes beside it have one.
  return amount.format(kopecks / 100).replace('-', '−')
}

/** «ноябрь 2026 г.». @param month '2026-11' */
export function formatMonth(month: string, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en' : 'ru', {
    timeZone: 'UTC',
    month: 'long',
    year: 'numeric',
  }).format(Date.parse(`${month}-01T00:00:00Z`))
}
