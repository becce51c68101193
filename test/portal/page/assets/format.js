const dateTime = new Intl.DateTimeFormat('ru-RU', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const date = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric' })

/** "3 мар. 2025 г., 09:15" in the zone of the browser; the text itself when it is no date. */
export function formatDateTime(text) {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? String(text) : dateTime.format(at)
}

/** A date without a time: the day is the one that is written, whatever the zone. */
export function formatDate(text) {
  const [year, month, day] = String(text).slice(0, 10).split('-').map(Number)
  return day ? date.format(new Date(year, month - 1, day)) : String(text)
}

/** 1536 → "1,5 КБ". */
export function formatSize(bytes) {
  const units = ['Б', 'КБ', 'МБ', 'ГБ']
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0)
  const amount = bytes / 1024 ** power
  return `${amount.toLocaleString('ru-RU', { maximumFractionDigits: 1 })} ${units[power]}`
}

/** "Анна Петрова" → "АП". */
export function initials(name) {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase()
}
