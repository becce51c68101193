import { el } from './dom.js'
import { linkTo, portal, user } from './session.js'
import { smartProcesses } from './shell.js'

/** The first page of the portal: where a person can go from here. */
export async function showDesk({ main, setTitle }) {
  setTitle('Рабочий стол')
  const types = await smartProcesses()
  main.append(
    el('p.greeting', {}, `${user.name}, добро пожаловать на портал «${portal.title}».`),
    el(
      'div.tiles',
      {},
      types.map(({ entityTypeId, title }) =>
        tile(`/crm/type/${entityTypeId}/list/`, title, 'CRM, смарт-процесс'),
      ),
      tile('/marketplace/app/', portal.app.title, appState()),
    ),
  )
}

function tile(path, title, about) {
  return el('a.tile', { href: linkTo(path) }, el('strong', {}, title), el('span', {}, about))
}

function appState() {
  if (!portal.app.installed) return 'Приложение из Маркета, не установлено'
  return portal.app.isFinished ? 'Приложение установлено' : 'Установка не закончена'
}
