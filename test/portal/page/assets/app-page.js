/* global location, URLSearchParams */
import { el } from './dom.js'
import { notifyError } from './notice.js'
import { pageAction } from './page-action.js'
import { linkTo, portal, user } from './session.js'
import { openAppFrame } from './app-frame.js'

/** The application's page: the market's offer, the installer or the application itself. */
export async function showApp({ main, setTitle }) {
  const { app } = portal
  setTitle(app.installed ? app.title : `Маркет / ${app.title}`)
  if (!app.installed) {
    main.append(offer(app))
  } else if (!user.hasAppAccess) {
    main.append(message('no-access', 'Администратор не открыл вам это приложение.'))
  } else if (!app.isFinished && !user.isAdmin) {
    main.append(message('not-finished', 'Приложение ещё не установлено до конца.'))
  } else {
    const options = deepLinkParameters()
    const placement = options && hasDeepLinkHandler() ? 'REST_APP_URI' : 'DEFAULT'
    await openAppFrame({ container: main, placement, options, setTitle })
  }
}

function message(hook, text) {
  return el('p.panel.empty', { 'data-test': hook }, text)
}

function offer(app) {
  return el(
    'section.panel.offer',
    {},
    el('img', { src: '/_page/assets/icon.svg', alt: '', width: 64, height: 64 }),
    el('h2', {}, app.title),
    el('p', {}, 'Обращения по договору поддержки с заданными сроками реакции.'),
    user.isAdmin
      ? el(
          'button.primary',
          { type: 'button', 'data-test': 'install-app', onclick: install },
          'Установить приложение',
        )
      : el('p.hint', {}, 'Установить приложение может администратор портала.'),
  )
}

async function install({ currentTarget: button }) {
  button.disabled = true
  try {
    await pageAction('install', { userId: user.id })
    location.assign(linkTo('/marketplace/app/'))
  } catch (error) {
    button.disabled = false
    notifyError(error)
  }
}

function hasDeepLinkHandler() {
  return portal.placements.some(({ placement }) => placement === 'REST_APP_URI')
}

/** `/marketplace/view/{code}/?params[ticket]=42` gives the application `{ticket: '42'}`. */
function deepLinkParameters() {
  const pairs = [...new URLSearchParams(location.search)]
    .map(([name, value]) => [/^params\[([^\]]+)\]$/.exec(name)?.[1], value])
    .filter(([name]) => name !== undefined)
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined
}
