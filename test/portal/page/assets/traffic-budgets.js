import { el, fill } from './dom.js'

const CALLERS = { server: 'сервер', tab: 'вкладка', person: 'человек', test: 'проверка' }

/** How much each portal still lets through. */
export function drawBudgets(place, budgets) {
  fill(place, budgets.map(card))
}

function card({ portal, title, edition, limits, faults }) {
  const { capacity, leakPerSecond, levels, work, workLimit } = limits
  return el(
    'article.budget',
    { 'data-test': 'budget', 'data-portal': portal },
    el('h2', {}, title, el('span.hint', {}, edition === 'cloud' ? ' облако' : ' коробка')),
    el('p.hint', {}, portal),
    capacity === 0 && el('p', {}, edition === 'box' ? 'Без лимитов.' : 'Лимиты выключены.'),
    Object.entries(levels).map(([caller, level]) =>
      gauge({
        label: CALLERS[caller] ?? caller,
        value: level,
        max: capacity,
        text: `${Math.ceil(level)} из ${capacity}, −${leakPerSecond} в секунду`,
      }),
    ),
    work.map(({ key, seconds }) =>
      gauge({
        label: key.slice(key.indexOf(':') + 1),
        value: seconds,
        max: workLimit,
        text: `${seconds.toLocaleString('ru-RU', { maximumFractionDigits: 1 })} с из ${workLimit} с`,
      }),
    ),
    faults.length > 0 && el('p.faults', {}, `Включены сбои: ${faults.join(', ')}`),
  )
}

function gauge({ label, value, max, text }) {
  return el(
    'label.gauge',
    {},
    el('span', {}, label),
    el('meter', { min: 0, max, high: max * 0.7, value }),
    el('span.hint', {}, text),
  )
}
