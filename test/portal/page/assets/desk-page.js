import { el, fill } from './dom.js'
import { formatDateTime } from './format.js'
import { drawWhenChanged, poll } from './poll.js'
import { call, linkTo, portal, user } from './session.js'
import { smartProcesses } from './shell.js'
import { stageChip, stagesOfItems } from './stages.js'

const NEWEST = 5

/** The first page of the portal: what has moved lately, and where a person can go from here. */
export async function showDesk({ main, setTitle }) {
  setTitle('Рабочий стол')
  const types = await smartProcesses()
  main.append(
    el('p.greeting', {}, `${user.name}, добро пожаловать на портал «${portal.title}».`),
    el(
      'div.tiles',
      {},
      types.map(process),
      el(
        'a.tile.panel',
        { href: linkTo('/marketplace/app/') },
        el('strong', {}, portal.app.title),
        el('span', {}, appState()),
      ),
    ),
  )
}

/** A smart process with the items that were changed last. */
function process({ entityTypeId, title }) {
  const rows = el('ul.newest', { 'data-test': `newest-${entityTypeId}` })
  const draw = drawWhenChanged((items, stages) => {
    const shown = items.map((item) => row(item, entityTypeId, stages))
    fill(rows, shown.length > 0 ? shown : el('li.empty', {}, 'Здесь пока ничего нет.'))
  })
  // Who may not read here finds the tile empty; the list itself says why.
  poll(
    async () => {
      const items = await newest(entityTypeId)
      draw(items, await stagesOfItems(entityTypeId, items))
    },
    () => draw([], []),
  )
  const list = linkTo(`/crm/type/${entityTypeId}/list/`)
  return el('section.panel.process', {}, el('h2', {}, el('a', { href: list }, title)), rows)
}

async function newest(entityTypeId) {
  const select = ['id', 'title', 'stageId', 'categoryId', 'updatedTime']
  const order = { updatedTime: 'DESC', id: 'DESC' }
  const { result } = await call('crm.item.list', { entityTypeId, select, order, start: -1 })
  return result.items.slice(0, NEWEST)
}

function row({ id, title, stageId, updatedTime }, entityTypeId, stages) {
  return el(
    'li',
    {},
    el('a', { href: linkTo(`/crm/type/${entityTypeId}/details/${id}/`) }, title),
    el(
      'span.newest-about',
      {},
      stageChip(stages, stageId),
      el('small', {}, formatDateTime(updatedTime)),
    ),
  )
}

function appState() {
  if (!portal.app.installed) return 'Приложение из Маркета, не установлено'
  return portal.app.isFinished ? 'Приложение установлено' : 'Установка не закончена'
}
