/** «1 234,50 ₽». @param kopecks integer hundredths of the currency @param currency ISO 4217 */
export function formatMoney(kopecks: number, currency: string, locale: string): string {
  const language = locale === 'en' ? 'en' : 'ru'
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(kopecks / 100)
}

/** «ноябрь 2026 г.». @param month '2026-11' */
export function formatMonth(month: string, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en' : 'ru', {
    timeZone: 'UTC',
    month: 'long',
    year: 'numeric',
  }).format(Date.parse(`${month}-01T00:00:00Z`))
}
