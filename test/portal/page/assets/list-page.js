/* global location */
import { el, fill } from './dom.js'
import { formatDateTime } from './format.js'
import { notifyError } from './notice.js'
import { drawWhenChanged, poll } from './poll.js'
import { call, linkTo, userName } from './session.js'
import { smartProcesses } from './shell.js'
import { stageChip, stagesOfItems } from './stages.js'
import { openCreateForm } from './create-form.js'

const COLUMNS = ['№', 'Название', 'Стадия', 'Ответственный', 'Создано']
const PAGE_SIZE = 50

/** Items of a smart process, the newest first, always fresh. */
export async function showList({ main, setTitle }, entityTypeId) {
  const type = (await smartProcesses()).find((candidate) => candidate.entityTypeId === entityTypeId)
  setTitle(type?.title ?? `Смарт-процесс ${entityTypeId}`)
  const list = el('section.panel.list', { 'aria-live': 'off' })
  const create = el(
    'button.primary',
    { type: 'button', 'data-test': 'create-item', onclick: () => openCreateForm(entityTypeId) },
    'Создать',
  )
  main.append(el('div.toolbar', {}, create), list)
  let pages = 1
  const draw = drawWhenChanged((items, total, stages) => {
    const more = () => {
      pages += 1
      void refresh()
    }
    fill(list, table(items, stages), footer(items.length, total, more))
  })
  const refresh = poll(async () => {
    const { items, total } = await loadItems(entityTypeId, pages)
    draw(items, total, await stagesOfItems(entityTypeId, items))
  }, notifyError)
}

async function loadItems(entityTypeId, pages) {
  const items = []
  let total = 0
  for (let start = 0; start < pages * PAGE_SIZE; start += PAGE_SIZE) {
    const answer = await call('crm.item.list', {
      entityTypeId,
      select: ['id', 'title', 'stageId', 'categoryId', 'assignedById', 'createdTime'],
      order: { id: 'DESC' },
      start,
    })
    items.push(...answer.result.items)
    total = answer.total ?? items.length
    if (answer.next === undefined) break
  }
  return { items, total }
}

function table(items, stages) {
  if (items.length === 0) return el('p.empty', {}, 'Здесь пока ничего нет.')
  return el(
    'table',
    {},
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        COLUMNS.map((title) => el('th', { scope: 'col' }, title)),
      ),
    ),
    el(
      'tbody',
      {},
      items.map((item) => row(item, stages)),
    ),
  )
}

function row({ id, title, stageId, assignedById, createdTime, entityTypeId }, stages) {
  const href = linkTo(location.pathname.replace(/list\/$/, `details/${id}/`))
  const cells = [
    id,
    el('a', { href }, title),
    stageChip(stages, stageId),
    userName(assignedById),
    formatDateTime(createdTime),
  ]
  return el(
    'tr',
    {
      'data-test': 'item-row',
      'data-id': id,
      'data-type': entityTypeId,
      onclick: () => location.assign(href),
    },
    cells.map((cell, index) => el('td', { 'data-label': COLUMNS[index] }, cell)),
  )
}

function footer(shown, total, onMore) {
  if (shown === 0) return null
  return el(
    'p.list-footer',
    {},
    `Показано ${shown} из ${total}`,
    shown < total && el('button', { type: 'button', onclick: onMore }, 'Показать ещё'),
  )
}
