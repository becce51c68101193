/* global location, window, URL */
import { el } from './dom.js'
import { formatFrameAnswer, parseFrameMessage } from './frame-message.js'
import { runFrameCommand } from './frame-commands.js'
import { pageAction } from './page-action.js'
import { user } from './session.js'

/**
 * Opens the application in an iframe inside `container` and serves its commands until `close`.
 * @param {object} request
 * @param {HTMLElement} request.container
 * @param {string} request.placement DEFAULT or a placement code
 * @param {string} [request.handler] which handler of the placement
 * @param {object} [request.options] becomes PLACEMENT_OPTIONS
 * @param {(title: string) => void} [request.setTitle] changes the heading around the frame
 * @param {() => void} [request.closePanel] present when the frame stands in a side panel
 * @returns {Promise<{close(): void}>}
 */
export async function openAppFrame(request) {
  const { container, placement, handler, options, closePanel } = request
  const uri = location.pathname + location.search
  const body = { userId: user.id, placement, handler, options, uri }
  const { action, fields, windowName, appSid, initData } = await pageAction('frame', body)
  const iframe = el('iframe.app-frame', {
    name: windowName,
    title: 'Приложение',
    'data-test': closePanel ? 'panel-frame' : 'app-frame',
    'data-placement': placement,
  })
  const form = el(
    'form',
    { method: 'POST', action, target: windowName, hidden: true },
    Object.entries(fields).map(([name, value]) => el('input', { type: 'hidden', name, value })),
  )
  const frame = { iframe, placement, initData, closePanel, setTitle: request.setTitle }
  const origin = new URL(action).origin
  const listen = (event) => {
    if (event.source !== iframe.contentWindow || event.origin !== origin) return
    const message = parseFrameMessage(event.data)
    if (message?.appSid !== appSid) return
    runFrameCommand(frame, message, (payload) => {
      const answer = formatFrameAnswer(message.callback, payload)
      iframe.contentWindow?.postMessage(answer, origin)
    })
  }
  window.addEventListener('message', listen)
  container.append(iframe, form)
  form.submit()
  return {
    close() {
      window.removeEventListener('message', listen)
      iframe.remove()
      form.remove()
    },
  }
}
