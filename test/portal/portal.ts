import { automationOf } from './automation.ts'
import { pressButton } from './activity-press.ts'
import { changePayment, installApp, uninstallApp, updateApp } from './app-life.ts'
import { frameFields } from './frame-fields.ts'
import { performCall } from './rest-server.ts'
import { type PortalState, randomHex } from './state.ts'
import { type Portal, type PortalUser } from './types.ts'
import { type World, portalNow } from './world.ts'

const personOf = (portal: PortalState, userId: number): PortalUser => {
  const user = portal.users.find(({ id }) => id === userId)
  if (!user) throw new Error(`portal ${portal.name} has no user ${userId}`)
  return user
}

/** The face that a portal shows to its own page and to tests. */
export function createPortal(world: World, state: PortalState): Portal {
  const requireInstalled = () => {
    if (!state.app.installed) throw new Error(`the app is not installed on ${state.name}`)
  }
  return {
    name: state.name,
    title: state.title,
    memberId: state.memberId,
    get url() {
      return state.url
    },
    get domain() {
      return state.domain
    },
    edition: state.edition,
    get language() {
      return state.language
    },
    users: state.users,
    app: state.app,

    callAsUser(userId, method, params = {}) {
      const user = personOf(state, userId)
      const call = {
        world,
        portal: state,
        user,
        app: null,
        token: '',
        now: portalNow(world, state),
        connector: '',
      }
      return performCall(call, { method, params, marks: { caller: 'person' } })
    },
    issueTokens(userId) {
      requireInstalled()
      const { id } = personOf(state, userId)
      const { clientId } = state.app
      return world.tokens.issue({ memberId: state.memberId, userId: id, clientId })
    },
    frameFields(userId, request) {
      requireInstalled()
      const { id } = personOf(state, userId)
      return frameFields(world, state, { userId: id, app: state.app, request })
    },
    addWebhook(userId, scope) {
      const { id } = personOf(state, userId)
      const code = randomHex(8)
      state.webhooks.push({ userId: id, code, scope: [...scope] })
      return `${state.url}/rest/${id}/${code}/`
    },
    installApp(userId) {
      if (!personOf(state, userId).isAdmin) throw new Error('only an administrator installs apps')
      installApp(world, state, userId)
    },
    finishInstall(userId) {
      if (state.app.installed && personOf(state, userId).isAdmin) state.app.isFinished = true
    },
    uninstallApp(userId, options = {}) {
      if (!personOf(state, userId).isAdmin) throw new Error('only an administrator removes apps')
      uninstallApp(world, state, options.clean ?? false)
    },
    updateApp(userId, version) {
      if (!personOf(state, userId).isAdmin) throw new Error('only an administrator updates apps')
      updateApp(world, state, version)
    },
    changeDomain(host) {
      state.formerDomain = state.domain
      state.domain = `${host}:${new URL(state.url).port}`
      state.url = `http://${state.domain}`
    },
    placements(userId) {
      const isVisible = state.app.installed && state.app.isFinished
      if (!isVisible || !personOf(state, userId).hasAppAccess) return []
      return state.app.placements.filter((one) => one.userId === 0 || one.userId === userId)
    },
    notifications(userId) {
      const own = state.notifications.filter((one) => one.userId === userId)
      return own.map(({ id, message, tag, at }) => ({ id, message, tag, at })).reverse()
    },
    get appOptions() {
      return state.app.options
    },
    userOptions(userId) {
      const { userOptions } = state.app
      const options = userOptions.get(userId) ?? {}
      userOptions.set(userId, options)
      return options
    },
    changeLanguage(language) {
      state.language = language
    },
    setRights(userId, rights) {
      Object.assign(personOf(state, userId), rights)
    },
    activityLayout(activityId) {
      const activity = state.activities.get(activityId)
      return activity?.kind === 'configurable' ? activity.layout : null
    },
    pressButton(userId, activityId, actionId) {
      const { id } = personOf(state, userId)
      pressButton(world, state, { userId: id, activityId, actionId })
    },
    changePayment(payment) {
      changePayment(world, state, payment)
    },
    faults: state.faults,
    ...automationOf(world, state),
  }
}
