/* global document */
import { el } from './dom.js'

/**
 * Opens a panel over the page from the right. Closes by its button, Escape, a click beside it or
 * `close()`; `onClose` is called once.
 */
export function openPanel({ title, width, onClose }) {
  const heading = el('h2', {}, title)
  const content = el('div.side-panel-content')
  const dialog = el('dialog.side-panel', {
    'aria-label': title || 'Панель',
    'data-test': 'side-panel',
  })
  if (Number(width) > 0) dialog.style.setProperty('--width', `${Number(width)}px`)
  const close = () => dialog.close()
  dialog.append(
    el(
      'header.side-panel-head',
      {},
      heading,
      el(
        'button.close',
        {
          type: 'button',
          'aria-label': 'Закрыть',
          'data-test': 'side-panel-close',
          onclick: close,
        },
        '×',
      ),
    ),
    content,
  )
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close()
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    onClose()
  })
  document.body.append(dialog)
  dialog.showModal()
  return { content, close, setTitle: (text) => (heading.textContent = text) }
}
