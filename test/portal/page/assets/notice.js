/* global document, setTimeout, clearTimeout */
import { el } from './dom.js'

const SHOWN_MS = 6000
let shown

/** A short message in the corner: `kind` is 'error' or 'done'. */
export function notify(text, kind = 'done') {
  if (shown) {
    clearTimeout(shown.timer)
    shown.element.remove()
  }
  const role = kind === 'error' ? 'alert' : 'status'
  const element = el(`div.notice.notice-${kind}`, { role, 'data-test': 'notice' }, text)
  document.body.append(element)
  shown = { element, timer: setTimeout(() => element.remove(), SHOWN_MS) }
}

/** For `catch`: tells the person what went wrong. */
export function notifyError(error) {
  notify(error.message, 'error')
}
