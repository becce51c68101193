/* global document, EventSource, FormData, history, location, URLSearchParams */
import { el } from './dom.js'
import { drawBudgets } from './traffic-budgets.js'
import { drawRow } from './traffic-row.js'

const KEPT = 500

const filters = document.getElementById('filters')
const list = document.getElementById('lines')
const count = document.getElementById('count')
const state = document.getElementById('state')
const pause = document.getElementById('pause')

/** The newest first. */
let lines = []
/** What has come during a pause. */
let held = []

/** How people call the portals, by domain. */
let titles = new Map()

const isPaused = () => pause.getAttribute('aria-pressed') === 'true'

/** `!person`: anybody but people and the portal's own pages, which ask all the time. */
const isFrom = (line, caller) =>
  caller.startsWith('!') ? line.caller !== caller.slice(1) : line.caller === caller

function isWanted(line) {
  const { portal, kind, caller, name, problems } = Object.fromEntries(new FormData(filters))
  if (problems && !line.isProblem) return false
  if (kind && line.kind !== kind) return false
  if (portal && line.portal !== portal) return false
  if (caller && !isFrom(line, caller)) return false
  return !name || line.name.toLowerCase().includes(name.trim().toLowerCase())
}

function tellCount() {
  const shown = list.childElementCount
  const problems = lines.filter(({ isProblem }) => isProblem).length
  count.textContent =
    lines.length + held.length === 0
      ? 'Пока тихо. Откройте портал в соседней вкладке и сделайте что-нибудь.'
      : `Показано ${shown} из ${lines.length}, с ошибками ${problems}${held.length > 0 ? `, ждут ${held.length}` : ''}`
}

function add(line) {
  lines = [line, ...lines].slice(0, KEPT)
  if (isWanted(line)) list.prepend(drawRow(line, titles))
  while (list.childElementCount > KEPT) list.lastElementChild.remove()
}

function drawAll() {
  list.replaceChildren(...lines.filter(isWanted).map((line) => drawRow(line, titles)))
  tellCount()
}

/** The choice stays in the address, so that it outlives a reload and can be handed on. */
function rememberFilters() {
  const chosen = [...new FormData(filters)].filter(([, value]) => value !== '')
  const search = new URLSearchParams(chosen).toString()
  history.replaceState(null, '', search ? `?${search}` : location.pathname)
}

function recallFilters() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filters.elements.namedItem(name)
    if (field?.type === 'checkbox') field.checked = true
    else if (field) field.value = value
  }
}

function offerPortals(budgets) {
  const select = filters.elements.namedItem('portal')
  if (select.options.length > budgets.length) return
  titles = new Map(budgets.map(({ portal, title }) => [portal, title]))
  for (const [portal, title] of titles) {
    select.append(el('option', { value: portal }, `${title} (${portal})`))
  }
  recallFilters()
  drawAll()
}

filters.addEventListener('input', () => {
  rememberFilters()
  drawAll()
})
filters.addEventListener('submit', (event) => event.preventDefault())
pause.addEventListener('click', () => {
  pause.setAttribute('aria-pressed', String(!isPaused()))
  pause.textContent = isPaused() ? 'Дальше' : 'Пауза'
  for (const line of held.splice(0)) add(line)
  tellCount()
})
document.getElementById('clear').addEventListener('click', () => {
  lines = []
  held = []
  drawAll()
})

recallFilters()
tellCount()
const feed = new EventSource('/_emulator/traffic/feed')
feed.addEventListener('open', () => {
  state.textContent = 'В эфире'
  state.dataset.live = 'yes'
})
feed.addEventListener('error', () => {
  state.textContent = 'Нет связи, пробуем снова'
  state.dataset.live = 'no'
})
feed.addEventListener('budgets', ({ data }) => {
  const budgets = JSON.parse(data)
  offerPortals(budgets)
  drawBudgets(document.getElementById('budgets'), budgets)
})
feed.addEventListener('line', ({ data }) => {
  const line = JSON.parse(data)
  if (isPaused()) held.push(line)
  else add(line)
  tellCount()
})
