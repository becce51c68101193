/* global alert, location, navigator, window, URL */
import { el } from './dom.js'
import { notify, notifyError } from './notice.js'
import { pageAction } from './page-action.js'
import { linkTo, user } from './session.js'
import { openAppFrame } from './app-frame.js'
import { openPanel } from './side-panel.js'
import { selectAccess, selectCrm, selectUsers } from './selectors.js'

const OPENABLE_PATHS =
  /^\/(crm\/(deal|lead|contact|company|type)|marketplace|company\/personal\/user\/\d+|workgroups\/group\/\d+)\//
const ONLY_ON_THE_APP_PAGE = new Set(['setTitle', 'setScroll', 'reloadWindow'])

/**
 * What a portal answers to its applications. A command that is not here, or that the place of the
 * frame does not allow, is dropped without a word; so are
 * those of the messenger, because the page has nothing to show for them.
 */
const COMMANDS = {
  getInitData: (frame, _params, reply) => {
    reply(frame.initData)
  },

  refreshAuth: async (_frame, _params, reply) => {
    try {
      reply(await pageAction('refresh', { userId: user.id }))
    } catch (error) {
      alert(`Не удалось продлить авторизацию приложения: ${error.message}`)
    }
  },

  setInstall: async (frame, params, reply) => {
    await pageAction('first-run', { userId: user.id })
    frame.initData = { ...frame.initData, FIRST_RUN: false }
    reply(params)
  },

  setInstallFinish: async (frame) => {
    if (!frame.initData.IS_ADMIN || !frame.initData.INSTALL) return
    await pageAction('install-finish', { userId: user.id })
    location.assign(linkTo('/marketplace/app/?install_finished=Y'))
  },

  setAppOption: async (frame, params, reply) => {
    if (!frame.initData.IS_ADMIN) return
    reply(await pageAction('option', { ...params, userId: user.id, scope: 'app' }))
  },

  setUserOption: async (_frame, params, reply) => {
    await pageAction('option', { ...params, userId: user.id, scope: 'user' })
    reply(params)
  },

  resizeWindow: (frame, { width, height }, reply) => {
    if (frame.closePanel) return
    frame.iframe.style.width = /^\d+%$/.test(width) ? width : `${Number(width)}px`
    frame.iframe.style.height = `${Number(height)}px`
    reply({ width, height })
  },

  setTitle: (frame, params, reply) => {
    frame.setTitle?.(String(params.title))
    reply(params)
  },

  setScroll: (_frame, params, reply) => {
    window.scrollTo({ top: Number(params.scroll) })
    reply(params)
  },

  reloadWindow: () => {
    location.reload()
  },

  openApplication: (_frame, params, reply) => {
    openApplicationPanel(params, reply)
  },

  closeApplication: (frame) => frame.closePanel?.(),

  /** Never answered, whether the portal can ring up anybody or not. */
  imPhoneTo: (_frame, { phone }) => notify(`Звоним: ${String(phone)}`),

  openPath: (_frame, { path }, reply) => {
    const errorCode = refusalOfPath(path)
    if (errorCode !== null) {
      reply({ result: 'error', errorCode })
      return
    }
    openPathPanel(path, () => reply({ result: 'close' }))
  },

  selectUser: async (_frame, { mult }, reply) => {
    const people = await selectUsers({ isMultiple: Boolean(mult) })
    if (people !== null) reply(mult ? people : people[0])
  },

  selectAccess: async (_frame, { value }, reply) => {
    const chosen = await selectAccess({ taken: value ?? [] })
    if (chosen !== null) reply(chosen)
  },

  selectCRM: async (_frame, { entityType, multiple }, reply) => {
    const chosen = await selectCrm({ entityTypes: entityType ?? [], isMultiple: Boolean(multiple) })
    if (chosen !== null) reply(chosen)
  },

  getInterface: (_frame, _params, reply) => {
    reply({ command: [], event: [] })
  },
}

/** Serves one command; `reply(payload)` posts the answer, and not every command has one. */
export function runFrameCommand(frame, { command, params }, reply) {
  if (!Object.hasOwn(COMMANDS, command)) return
  if (frame.placement !== 'DEFAULT' && ONLY_ON_THE_APP_PAGE.has(command)) return
  Promise.resolve(COMMANDS[command](frame, params, reply)).catch(notifyError)
}

/** The mobile application opens no portal pages over an app. */
function refusalOfPath(path) {
  if (/\bMobile\b/.test(navigator.userAgent)) return 'METHOD_NOT_SUPPORTED_ON_DEVICE'
  return OPENABLE_PATHS.test(path) ? null : 'PATH_NOT_AVAILABLE'
}

function openApplicationPanel(params, onClose) {
  const isSetting = ([name]) => /^bx24_(width|leftBoundary|title|label)$/.test(name)
  const entries = Object.entries(params)
  const { bx24_title: title, bx24_width: width } = Object.fromEntries(entries.filter(isSetting))
  const options = Object.fromEntries(entries.filter((entry) => !isSetting(entry)))
  const panel = openPanel({ title: title ?? 'Приложение', width, onClose })
  void openAppFrame({
    container: panel.content,
    placement: 'DEFAULT',
    options,
    setTitle: panel.setTitle,
    closePanel: panel.close,
  })
}

/** The path may lead over `..` (that is how an application chooses the width): the URL folds it. */
function openPathPanel(path, onClose) {
  const { pathname, search } = new URL(path, location.origin)
  const panel = openPanel({ title: '', onClose })
  panel.content.append(
    el('iframe.app-frame', {
      src: linkTo(pathname + search, { inPanel: true }),
      title: 'Страница портала',
      'data-test': 'panel-page',
    }),
  )
}
