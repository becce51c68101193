/* global document, location */
import { createBell } from './bell.js'
import { el } from './dom.js'
import { closeAsMenu } from './dropdown.js'
import { call, isInPanel, linkTo, portal, user } from './session.js'
import { initials } from './format.js'

const EDITIONS = { cloud: 'облако', box: 'коробка' }

/**
 * Draws what surrounds every page: bar with the company and the user menu, left menu, heading.
 * @returns {Promise<{main: HTMLElement, setTitle(text: string): void}>}
 */
export async function drawShell() {
  const heading = el('h1', { id: 'pagetitle', 'data-test': 'page-title' })
  const main = el('main', { id: 'content' })
  const setTitle = (text) => {
    heading.textContent = text
    document.title = `${text} — ${portal.title}`
  }
  if (isInPanel) {
    document.body.classList.add('in-panel')
    document.body.append(el('div.page', {}, heading, main))
  } else {
    const menu = await leftMenu()
    document.body.append(topBar(menu), menu, el('div.page', {}, heading, main))
  }
  return { main, setTitle }
}

function topBar(menu) {
  const toggle = el(
    'button.menu-toggle',
    { type: 'button', 'aria-label': 'Меню', 'aria-expanded': 'false', 'aria-controls': 'menu' },
    '☰',
  )
  toggle.addEventListener('click', () => {
    const isOpen = menu.classList.toggle('is-open')
    toggle.setAttribute('aria-expanded', String(isOpen))
  })
  return el(
    'header.topbar',
    {},
    toggle,
    el('a.company', { href: linkTo('/'), 'data-test': 'company' }, portal.title),
    el('span.edition', { 'data-test': 'edition' }, EDITIONS[portal.edition]),
    createBell(),
    userMenu(),
  )
}

function userMenu() {
  const menu = el(
    'details.user-menu',
    {},
    el(
      'summary',
      { 'data-test': 'user-menu', 'aria-label': `Вы работаете как ${user.name}. Сменить` },
      avatar(user.name),
      el('span.user-name', {}, user.name),
    ),
    el('ul', { 'aria-label': 'Сотрудники портала' }, portal.users.map(userLink)),
  )
  return closeAsMenu(menu)
}

function userLink({ id, name, position, isAdmin }) {
  const about = [position, isAdmin && 'администратор'].filter(Boolean).join(', ')
  return el(
    'li',
    {},
    el(
      'a',
      {
        href: linkTo(location.pathname, { userId: id }),
        'data-test': `user-${id}`,
        'aria-current': id === user.id ? 'true' : null,
      },
      avatar(name),
      el('span', {}, name, about && el('small', {}, about)),
    ),
  )
}

/** A round picture with the person's initials; its colour depends on the name. */
export function avatar(name) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7)
  return el('span.avatar', { 'aria-hidden': 'true', style: { '--hue': hue } }, initials(name))
}

async function leftMenu() {
  const types = await smartProcesses()
  return el(
    'nav.menu',
    { id: 'menu', 'aria-label': 'Разделы портала' },
    menuLink('/', 'Рабочий стол'),
    types.length > 0 && el('p.menu-group', {}, 'CRM'),
    types.map(({ entityTypeId, title }) =>
      menuLink(`/crm/type/${entityTypeId}/list/`, title, `menu-type-${entityTypeId}`),
    ),
    el('p.menu-group', {}, 'Приложения'),
    menuLink('/marketplace/app/', portal.app.title, 'app-menu'),
    el('p.menu-group', {}, 'Для разработчиков'),
    menuLink('/_emulator/traffic', 'Вызовы и события', 'traffic-menu'),
  )
}

function menuLink(path, title, hook) {
  const isHere = path === '/' ? location.pathname === '/' : location.pathname.startsWith(path)
  return el(
    'a.menu-link',
    { href: linkTo(path), 'data-test': hook, 'aria-current': isHere ? 'page' : null },
    title,
  )
}

/** Smart processes that the person may see; none without a role in CRM. */
export async function smartProcesses() {
  const answer = await call('crm.type.list', { order: { id: 'ASC' } }).catch(() => null)
  return answer?.result.types ?? []
}
