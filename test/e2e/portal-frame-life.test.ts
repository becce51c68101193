import { type Browser, type Frame, devices } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSampleApp } from '../portal/page/sample-app.ts'
import { restAs } from '../portal/sandbox.ts'
import { look } from './look.ts'
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

afterEach(async () => {
  expect(await story.close()).toEqual([])
})

async function openApp(userId: number): Promise<Frame> {
  story = await openPortal(browser, sampleApp.url)
  installFinished(story.portal)
  await story.visit('/marketplace/app/', userId)
  return story.appFrame()
}

const currentUser = `b24.actions.v2.call.make({ method: 'user.current' }).then((answer) => answer.getData().result.ID)`

describe('a frame that stays open', () => {
  it('gets new tokens when the portal refuses the old ones', async () => {
    const frame = await openApp(accountant)
    const before = await frame.evaluate('b24.auth.getAuthData().access_token')
    story.emulator.expireTokens(story.portal.memberId, accountant)
    expect(await frame.evaluate(currentUser)).toBe(String(accountant))
    expect(await frame.evaluate('b24.auth.getAuthData().access_token')).not.toBe(before)
  })

  it('is told by the page, not by an answer, when there are no new ones', async () => {
    const frame = await openApp(accountant)
    story.portal.uninstallApp(admin)
    const dialog = story.page.waitForEvent('dialog')
    await frame.evaluate(
      `window.answers = 0; void b24.auth.refreshAuth().then(() => { window.answers += 1 }, () => {})`,
    )
    expect((await dialog).message()).toContain('Не удалось продлить авторизацию')
    await (await dialog).accept()
    await frame.evaluate('b24.placement.getInterface()')
    expect(await frame.evaluate('window.answers')).toBe(0)
  })

  it('starts again when only the frame is loaded anew, and when the whole page is', async () => {
    const frame = await openApp(accountant)
    await frame.evaluate('location.reload()').catch(() => undefined)
    await frame.waitForFunction('window.b24')
    expect(await frame.evaluate(currentUser)).toBe(String(accountant))

    await Promise.all([
      story.page.waitForEvent('load'),
      frame.evaluate('void b24.parent.reloadWindow()').catch(() => undefined),
    ])
    const again = await story.appFrame()
    expect(await again.evaluate(currentUser)).toBe(String(accountant))
  })

  it('is new to a person once, until the application has said that it knows', async () => {
    const frame = await openApp(accountant)
    expect(await frame.evaluate('b24.isFirstRun')).toBe(true)
    await story.visit('/marketplace/app/', accountant)
    expect(await (await story.appFrame()).evaluate('b24.isFirstRun')).toBe(false)
    await story.visit('/marketplace/app/', admin)
    expect(await (await story.appFrame()).evaluate('b24.isFirstRun')).toBe(true)
  })
})

describe('what a portal keeps silent about', () => {
  const silent = [
    `b24.parent.imCallTo(${admin}, false)`,
    `b24.parent.imOpenMessenger('chat1')`,
    `b24.parent.imOpenHistory('chat1')`,
    `b24.parent.imPhoneTo('+74950000000')`,
    `b24.placement.bindEvent('onTabActivated', () => undefined)`,
  ]
  it('calls, chats and unknown events give the SDK its own answer after a while', async () => {
    const frame = await openApp(accountant)
    const answers = await frame.evaluate(`Promise.all([${silent.join(',')}])`)
    expect(answers).toEqual(silent.map(() => ({ isSafely: true })))
    expect(await frame.evaluate('b24.placement.getInterface()')).toEqual({ command: [], event: [] })
  })

  it('lets rights holders be chosen, without those who are taken', async () => {
    const frame = await openApp(admin)
    await frame.evaluate(
      `void b24.dialog.selectAccess(['U${admin}']).then((chosen) => { window.chosen = chosen })`,
    )
    await story.hook(`select-U${accountant}`).check()
    await story.hook('select-AU').check()
    expect(await story.hook(`select-U${admin}`).count()).toBe(0)
    await story.hook('select-ok').click()
    await frame.waitForFunction('window.chosen')
    expect(await frame.evaluate('window.chosen')).toEqual([
      { id: `U${accountant}`, name: 'Анна Петрова' },
      { id: 'AU', name: 'Все авторизованные пользователи' },
    ])
  })
})

describe('on a telephone', () => {
  it('the frame fits, and pages of the portal do not open over it', async () => {
    story = await openPortal(browser, sampleApp.url, devices['Pixel 7'])
    const { card } = await seedCard(story.portal, sampleApp.url)
    await story.visit(card, accountant)
    await story.hook('tab-0').click()
    const frame = await story.appFrame()
    const tooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    expect(await story.page.evaluate(tooWide)).toBe(false)
    expect(
      await frame.evaluate(`b24.parent.message.send('openPath', { path: '${card}' })`),
    ).toEqual({ result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' })
    await look(story.page, 'portal-phone')
  })
})

describe('the bell', () => {
  it('tells a person what an application has sent, and counts what is new', async () => {
    await openApp(accountant)
    const rest = restAs(story.portal, admin)
    const MESSAGE = 'Срок близко: [b]№ 2[/b]'
    await rest('im.notify.system.add', { USER_ID: accountant, MESSAGE, TAG: 'SLA|2' })
    await rest('im.notify.system.add', { USER_ID: admin, MESSAGE: 'Не для неё' })
    await expect.poll(() => story.hook('bell-count').textContent(), { timeout: 5000 }).toBe('1')
    await story.hook('bell').press('Enter')
    expect(await story.hook('notification').locator('div').textContent()).toBe('Срок близко: № 2')
    await look(story.page, 'portal-bell')
    await story.page.setViewportSize({ width: 360, height: 740 })
    const list = await story.page.locator('.bell ul').boundingBox()
    expect(list?.x).toBeGreaterThanOrEqual(0)
    expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(360)
    await look(story.page, 'portal-bell-narrow')
    await story.page.keyboard.press('Escape')
    expect(await story.hook('bell-count').isVisible()).toBe(false)
    expect(await story.hook('notification').isVisible()).toBe(false)
  })
})
