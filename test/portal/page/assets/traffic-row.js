import { el } from './dom.js'

const KINDS = {
  rest: 'REST',
  event: 'событие',
  robot: 'робот',
  frame: 'окно',
  oauth: 'токен',
  file: 'файл',
}
const CALLERS = { server: 'сервер', tab: 'вкладка', person: 'человек', test: 'проверка' }

const time = new Intl.DateTimeFormat('ru-RU', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

/** One line of the traffic; opening it shows what was sent and what came back. */
export function drawRow(line, titles) {
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('time', { datetime: new Date(line.at).toISOString() }, time.format(line.at)),
      el('span.kind', { 'data-kind': line.kind }, KINDS[line.kind] ?? line.kind),
      el('strong', {}, line.isInBatch && el('span.hint', {}, '↳ '), line.name || '—'),
      el('span.caller', {}, CALLERS[line.caller] ?? ''),
      el('span.portal', { title: line.portal }, titles.get(line.portal) ?? line.portal),
      el('span.outcome', {}, outcomeOf(line)),
    ),
  )
  // Most lines are never opened: their contents are written out only then.
  details.addEventListener('toggle', () => openRow(details, line), { once: true })
  return el(
    'li',
    {
      'data-test': 'line',
      'data-kind': line.kind,
      'data-name': line.name,
      'data-problem': line.isProblem,
      'data-fault': line.fault !== '',
    },
    details,
  )
}

function outcomeOf({ fault, error, status, ms }) {
  return [
    fault && `сбой по заказу: ${fault}`,
    error || (status !== null && status),
    ms !== null && `${ms.toLocaleString('ru-RU')} мс`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function openRow(details, { sent, got }) {
  details.append(
    el('div.contents', {}, content('Отправлено', sent), got !== null && content('Получено', got)),
  )
}

function content(title, value) {
  if (value === null || value === undefined) return null
  const text = JSON.stringify(value, null, 2)
  return el('section', {}, el('h3', {}, title), el('pre', { tabindex: 0 }, text))
}
