/* global location, sessionStorage, URLSearchParams */
import { pageAction } from './page-action.js'

const query = new URLSearchParams(location.search)

/** The page was opened in a side panel of another page: no menus, only the content. */
export const isInPanel = query.get('IFRAME') === 'Y'

/** @type {{id: number, name: string, isAdmin: boolean}} who works on this page */
export let user
/** Answer of `POST /_page/state`: name, title, edition, users, app, placements. */
export let portal

/**
 * Finds out who works here: `?user=`, else who worked in this browser tab before, else the first
 * administrator. The choice stays in the address, so that every tab can be another person.
 */
export async function startSession() {
  const asked = Number(query.get('user') ?? sessionStorage.getItem('user'))
  portal = await pageAction('state', { userId: Number.isInteger(asked) ? asked : null })
  user = portal.users.find(({ id }) => id === portal.userId)
  sessionStorage.setItem('user', String(user.id))
}

/** A REST call in the person's session. @returns the whole answer @throws with the portal's text */
export async function call(method, params) {
  return await pageAction('call', { userId: user.id, method, params }, { isWhole: true })
}

/** Full name of a portal's user. */
export function userName(id) {
  if (Number(id) === 0 || id === null || id === undefined) return 'Система'
  return portal.users.find((candidate) => candidate.id === Number(id))?.name ?? `Сотрудник № ${id}`
}

/** Address of a page of this portal for the same person. */
export function linkTo(path, options = {}) {
  const { userId = user.id, inPanel = isInPanel } = options
  const [pathname, search] = path.split('?')
  const parameters = new URLSearchParams(search)
  parameters.set('user', userId)
  if (inPanel) parameters.set('IFRAME', 'Y')
  return `${pathname}?${parameters}`
}
