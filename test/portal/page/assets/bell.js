/* global sessionStorage */
import { el, fill } from './dom.js'
import { renderBbcode } from './bbcode.js'
import { closeAsMenu } from './dropdown.js'
import { formatDateTime } from './format.js'
import { notify } from './notice.js'
import { pageAction } from './page-action.js'
import { drawWhenChanged, poll } from './poll.js'
import { user } from './session.js'

const seenKey = () => `seen-notifications-${user.id}`
const lastSeen = () => Number(sessionStorage.getItem(seenKey()) ?? 0)

/** The bell: what applications have told this person, and how much of it is new. */
export function createBell() {
  const count = el('span.bell-count', { 'data-test': 'bell-count', hidden: true })
  const summary = el(
    'summary',
    { 'data-test': 'bell' },
    el('img', { src: '/_page/assets/bell.svg', alt: '', width: 22, height: 22 }),
    count,
  )
  const list = el('ul', { 'aria-label': 'Уведомления' })
  const bell = closeAsMenu(el('details.bell', {}, summary, list))
  let known = []
  let isFirst = true

  const tell = () => {
    const fresh = known.filter(({ id }) => id > lastSeen())
    count.hidden = fresh.length === 0
    count.textContent = String(fresh.length)
    summary.setAttribute('aria-label', `Уведомления, новых ${fresh.length}`)
  }
  const draw = drawWhenChanged((notifications) => {
    const [newest] = notifications
    const isNews = !isFirst && newest && newest.id > (known[0]?.id ?? 0)
    known = notifications
    isFirst = false
    if (isNews) notify(el('span', {}, renderBbcode(newest.message)))
    fill(
      list,
      notifications.length === 0 ? el('li.empty', {}, 'Пока пусто.') : notifications.map(row),
    )
    tell()
  })
  bell.addEventListener('toggle', () => {
    if (!bell.open) return
    sessionStorage.setItem(seenKey(), String(known[0]?.id ?? 0))
    tell()
  })
  // A portal that does not answer says so on the page itself; the bell keeps still.
  poll(
    async () => draw(await pageAction('notifications', { userId: user.id })),
    () => undefined,
  )
  return bell
}

function row({ message, at }) {
  return el(
    'li',
    { 'data-test': 'notification' },
    el('div', {}, renderBbcode(message)),
    el('time', { datetime: new Date(at).toISOString() }, formatDateTime(at)),
  )
}
