/* global document, location */
import { el } from './dom.js'
import { startSession } from './session.js'
import { drawShell } from './shell.js'
import { showDesk } from './desk-page.js'
import { showApp } from './app-page.js'
import { showList } from './list-page.js'
import { showCard } from './card-page.js'
import { showUser } from './user-page.js'
import { typeOfName } from './crm-types.js'

const PAGES = [
  [/^\/$/, showDesk],
  [/^\/marketplace\//, showApp],
  [/^\/crm\/type\/(\d+)\/list\//, showList],
  [/^\/crm\/type\/(\d+)\/details\/(\d+)\//, showCard],
  [
    /^\/crm\/(lead|deal|contact|company)\/details\/(\d+)\//,
    (page, name, id) => showCard(page, typeOfName(name), Number(id)),
  ],
  [/^\/company\/personal\/user\/(\d+)\//, showUser],
]

try {
  await startSession()
  const page = await drawShell()
  const found = PAGES.map(([pattern, show]) => [pattern.exec(location.pathname), show]).find(
    ([match]) => match !== null,
  )
  if (found === undefined) {
    page.setTitle('Страница не найдена')
  } else {
    const [[, ...ids], show] = found
    await show(page, ...ids.map((id) => (/^\d+$/.test(id) ? Number(id) : id)))
  }
} catch (error) {
  const place = document.querySelector('main') ?? document.body
  place.append(el('p.failure', { role: 'alert' }, error.message))
}
