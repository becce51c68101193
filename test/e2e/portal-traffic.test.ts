import { type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, admin, restAs, startSandbox } from '../portal/sandbox.ts'
import { look } from './look.ts'
import { launchBrowser } from './portal-page-story.ts'

let browser: Browser
let sandbox: Sandbox
let page: Page
let errors: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  sandbox = await startSandbox({ tariff: 'standard' })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
})
afterEach(async () => {
  await page.close()
  await sandbox.close()
  expect(errors).toEqual([])
})

const lines = () => page.locator('[data-test=line]')
const open = () => page.goto(`${sandbox.portal.url}/_emulator/traffic`)
const hook = (name: string) => page.locator(`[data-test="${name}"]`)

describe('the page of calls and events', () => {
  it('shows what went before and what happens now, the newest first', async () => {
    const rest = restAs(sandbox.portal, admin)
    await rest('user.current')
    await open()
    await expect.poll(() => lines().first().getAttribute('data-name')).toBe('user.current')
    await rest('event.bind', { event: 'ONCRMTYPEADD', handler: sandbox.handlerUrl })
    await rest('crm.type.add', { fields: { title: 'Обращения' } })
    await page.locator('[data-kind=event][data-name=ONCRMTYPEADD]').waitFor()
    expect(await hook('state').textContent()).toBe('В эфире')
    await look(page, 'portal-traffic')
  })

  it('colours refusals and faults, and finds them', async () => {
    const rest = restAs(sandbox.portal, admin)
    await rest('crm.item.get', { entityTypeId: 1, id: 1 })
    sandbox.portal.faults.add({ fault: 'methodMissing', target: 'profile' })
    await rest('profile')
    await rest('user.admin')
    await open()
    await expect.poll(() => lines().count()).toBe(3)
    expect(await page.locator('[data-test=line][data-problem]').count()).toBe(2)
    expect(await page.locator('[data-fault]').getAttribute('data-name')).toBe('profile')

    await hook('filter-problems').check()
    await expect.poll(() => lines().count()).toBe(2)
    await hook('filter-name').fill('ITEM')
    await expect.poll(() => lines().count()).toBe(1)
    await page.reload()
    await expect.poll(() => lines().count()).toBe(1)
    expect(await hook('count').textContent()).toContain('из 3, с ошибками 2')
  })

  it('tells portals and callers apart', async () => {
    await restAs(sandbox.portal, admin)('profile')
    await restAs(sandbox.portal, admin)('user.admin')
    const { url } = sandbox.portal
    const minted = await fetch(`${url}/_emulator/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId: admin }),
    })
    const { accessToken } = (await minted.json()) as { accessToken: string }
    await fetch(`${url}/rest/server.time?auth=${accessToken}`)
    await open()
    await expect.poll(() => lines().count()).toBe(3)
    await hook('filter-caller').selectOption('person')
    expect(await lines().getAttribute('data-name')).toBe('server.time')
    await hook('filter-caller').selectOption('!person')
    expect(await lines().count()).toBe(2)
    await hook('filter-caller').selectOption('')
    await hook('filter-portal').selectOption(sandbox.box.domain)
    expect(await lines().count()).toBe(0)
  })

  it('hides secrets and says how much the portal still bears', async () => {
    const rest = restAs(sandbox.portal, admin)
    await rest('app.info')
    sandbox.portal.frameFields(admin, { placement: 'DEFAULT' })
    await open()
    const budget = page.locator(`[data-test=budget][data-portal="${sandbox.portal.domain}"]`)
    await budget.getByText('1 из 50').waitFor()
    await page.locator(`[data-portal="${sandbox.box.domain}"]`).getByText('Без лимитов').waitFor()
    const frame = page.locator('[data-test=line][data-kind=frame]')
    await frame.locator('summary').focus()
    await page.keyboard.press('Enter')
    const text = (await frame.locator('pre').textContent()) ?? ''
    expect(text).toContain('"AUTH_ID": "••••"')
    expect(text).toContain('"APPLICATION_TOKEN": "••••"')
    expect(text).not.toMatch(/[0-9a-f]{40}/)
  })

  it('waits when it is told to, and holds what comes', async () => {
    const rest = restAs(sandbox.portal, admin)
    await open()
    await hook('pause').click()
    await rest('profile')
    await page.getByText('ждут 1').waitFor()
    expect(await lines().count()).toBe(0)
    await hook('pause').press('Enter')
    await expect.poll(() => lines().count()).toBe(1)
    await hook('clear').click()
    expect(await lines().count()).toBe(0)
  })

  it('fits a telephone and can be used while the portal is down', async () => {
    await restAs(sandbox.portal, admin)('crm.item.details.configuration.get', { entityTypeId: 1 })
    sandbox.portal.faults.add({ fault: 'portalDown' })
    await page.setViewportSize({ width: 360, height: 740 })
    await open()
    await lines().first().waitFor()
    await page.getByText('Включены сбои: portalDown').waitFor()
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(overflow)).toBe(0)
    await look(page, 'portal-traffic-narrow')
  })
})
