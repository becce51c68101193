import { el } from './dom.js'
import { portal, userName } from './session.js'
import { avatar } from './shell.js'

/** A person's page: where links to people lead. */
export function showUser({ main, setTitle }, userId) {
  setTitle(userName(userId))
  const person = portal.users.find(({ id }) => id === userId)
  const about = person?.position || (person ? 'Сотрудник' : 'Такого сотрудника на портале нет')
  main.append(el('section.panel.person', {}, avatar(userName(userId)), el('p', {}, about)))
}
