import { type Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSampleApp } from '../portal/page/sample-app.ts'
import {
  type OpenPortal,
  accountant,
  admin,
  installFinished,
  launchBrowser,
  openPortal,
  seedCard,
} from './portal-page-story.ts'

let browser: Browser
let sampleApp: Awaited<ReturnType<typeof startSampleApp>>
let story: OpenPortal

beforeAll(async () => {
  sampleApp = await startSampleApp()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await sampleApp.close()
})

beforeEach(async () => {
  story = await openPortal(browser, sampleApp.url)
})

afterEach(async () => {
  expect(await story.close()).toEqual([])
})

describe('life of the application on the portal page', () => {
  it('shows the installer to administrators until installFinish, and asks others to wait', async () => {
    await story.visit('/', admin)
    await story.hook('app-menu').click()
    await story.hook('install-app').click()
    const installer = await story.appFrame()
    expect(await installer.evaluate('b24.isInstallMode')).toBe(true)
    expect(story.portal.app).toMatchObject({ installed: true, isFinished: false })

    await story.visit('/marketplace/app/', accountant)
    await story.hook('not-finished').waitFor()
    expect(await story.hook('app-frame').count()).toBe(0)

    await story.visit('/marketplace/app/', admin)
    const again = await story.appFrame()
    await Promise.all([
      story.page.waitForURL(/install_finished=Y/),
      again.evaluate('void b24.installFinish()'),
    ])
    const finished = await story.appFrame()
    expect(await finished.evaluate('b24.isInstallMode')).toBe(false)
    expect(story.portal.app.isFinished).toBe(true)
  })

  it('offers installation to administrators only', async () => {
    await story.visit('/marketplace/app/', accountant)
    await story.page.getByText('может администратор').waitFor()
    expect(await story.hook('install-app').count()).toBe(0)
  })
})

describe('frame protocol', () => {
  it('tells the SDK who, where and with what tokens, and renews them', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', accountant)
    const frame = await story.appFrame()
    const start = await frame.evaluate<Record<string, unknown>>(
      `({ ...b24.auth.getAuthData(), isAdmin: b24.auth.isAdmin, place: b24.placement.title })`,
    )
    expect(start).toMatchObject({
      domain: story.portal.url,
      member_id: story.portal.memberId,
      isAdmin: false,
      place: 'DEFAULT',
    })
    const renewed = await frame.evaluate<Record<string, unknown>>('b24.auth.refreshAuth()')
    expect(renewed['access_token']).not.toBe(start['access_token'])
  })

  it('keeps options: of a user for himself, of the application from administrators only', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', accountant)
    const frame = await story.appFrame()
    await frame.evaluate(`b24.options.userSet('theme', 'light')`)
    await frame.evaluate(`b24.options.appSet('mode', 'partner')`)
    expect(story.portal.userOptions(accountant)).toEqual({ theme: 'light' })
    expect(story.portal.appOptions).toEqual({})

    await story.visit('/marketplace/app/', admin)
    const ofAdmin = await story.appFrame()
    await ofAdmin.evaluate(`b24.options.appSet('mode', 'partner')`)
    expect(story.portal.appOptions).toEqual({ mode: 'partner' })
  })

  it('resizes and renames the application page, and drops what it does not know', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', admin)
    const frame = await story.appFrame()
    await frame.evaluate('b24.parent.resizeWindow(640, 480)')
    expect(await story.hook('app-frame').boundingBox()).toMatchObject({ width: 640, height: 480 })

    const title = 'Договоры: «Ромашка»'
    expect(await frame.evaluate(`b24.parent.setTitle('${title}')`)).toEqual({ title })
    await expect.poll(() => story.hook('page-title').textContent()).toBe(title)
    expect(await frame.evaluate(`b24.placement.call('noSuchCommand')`)).toEqual({ isSafely: true })
  })

  it('does not listen to a wrong APP_SID or to a page of another origin in the frame', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', admin)
    const frame = await story.appFrame()
    const sid = await frame.evaluate<string>('b24.getAppSid()')
    await frame.evaluate(`parent.postMessage('setTitle:{"title":"Чужой"}:cb:0${sid}', '*')`)
    // Messages keep their order: once this one is answered, the one before it has been judged.
    await frame.evaluate('b24.placement.getInterface()')
    expect(await story.hook('page-title').textContent()).toBe('Пробное приложение')

    const stranger = await startSampleApp()
    await frame.goto(stranger.url)
    await story.page.evaluate(
      `addEventListener('message', (event) => { window.heard = [event.origin, event.data] })`,
    )
    const message = `setTitle:{"title":"Чужой"}:cb:${sid}`
    await frame.evaluate(`parent.postMessage('${message}', '*')`)
    await expect
      .poll(() => story.page.evaluate('window.heard'))
      .toEqual([new URL(stranger.url).origin, message])
    expect(await story.hook('page-title').textContent()).toBe('Пробное приложение')
    await stranger.close()
  })

  it('opens its own page in a side panel with the given options and tells when it is closed', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', admin)
    const frame = await story.appFrame()
    await frame.evaluate(
      `void b24.slider.openSliderAppPage({ ticket: 42, bx24_title: 'Обращение' }).then(() => { window.closed42 = true })`,
    )
    const inner = await story.appFrame('panel-frame')
    expect(await inner.evaluate('b24.placement.options')).toMatchObject({ ticket: 42 })
    expect(await inner.evaluate('b24.parent.resizeWindow(100, 100)')).toEqual({ isSafely: true })
    await inner.evaluate('void b24.slider.closeSliderAppPage()').catch(() => undefined)
    await expect.poll(() => frame.evaluate('window.closed42')).toBe(true)
    expect(await story.hook('side-panel').count()).toBe(0)
  })

  it('lets a person be chosen, and never answers when the choice is cancelled', async () => {
    installFinished(story.portal)
    await story.visit('/marketplace/app/', admin)
    const frame = await story.appFrame()
    const choose = () =>
      frame.evaluate(`void b24.dialog.selectUser().then((user) => { window.chosen = user })`)
    await choose()
    await story.hook('select-cancel').click()
    await choose()
    await story.hook(`select-user-${accountant}`).check()
    await story.hook('select-ok').click()
    await frame.waitForFunction('window.chosen')
    expect(await frame.evaluate('window.chosen')).toMatchObject({
      id: accountant,
      name: 'Анна Петрова',
      position: 'Бухгалтер',
    })
  })
})

describe('frames in cards and over pages', () => {
  it('opens the application in its tab, where it may not touch the page', async () => {
    const { card, id } = await seedCard(story.portal, sampleApp.url)
    await story.visit(card, accountant)
    await story.hook('tab-0').click()
    const frame = await story.appFrame()
    expect(await frame.evaluate('b24.placement.options')).toMatchObject({ ID: String(id) })
    expect(await frame.evaluate(`b24.parent.setTitle('Чужое')`)).toEqual({ isSafely: true })
    expect(await story.hook('page-title').textContent()).toBe('Касса молчит')
    await story.hook('tab-general').click()
    await story.hook('comment-box').waitFor()
  })

  it('opens a card over the application, but no page outside the allowed ones', async () => {
    const { card } = await seedCard(story.portal, sampleApp.url)
    await story.visit('/marketplace/app/', accountant)
    const frame = await story.appFrame()
    expect(
      await frame.evaluate(`b24.parent.message.send('openPath', { path: '/bitrix/admin/' })`),
    ).toEqual({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' })
    await frame.evaluate(
      `void b24.slider.openPath(b24.slider.getUrl('${card}')).then((answer) => { window.left = answer })`,
    )
    const panel = story.page.frameLocator('[data-test=panel-page]')
    await panel.locator('[data-test=comment-box]').waitFor()
    expect(await panel.locator('[data-test=user-menu]').count()).toBe(0)
    await story.hook('side-panel-close').click()
    await frame.waitForFunction('window.left')
    expect(await frame.evaluate('window.left')).toMatchObject({ isClose: true })
  })
})
