import { type Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSampleApp } from '../portal/page/sample-app.ts'
import { look } from './look.ts'
import {
  type OpenPortal,
  accountant,
  admin,
  callAsAdmin,
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

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('desk', () => {
  it('shows what has moved lately and leads there', async () => {
    const { entityTypeId, id } = await seedCard(story.portal, sampleApp.url)
    await story.visit('/', accountant)
    const newest = story.hook(`newest-${entityTypeId}`)
    await newest.getByText('Касса молчит').waitFor()
    await look(story.page, 'portal-desk')
    const fields = { title: 'Касса заговорила' }
    await callAsAdmin(story.portal, 'crm.item.update', { entityTypeId, id, fields })
    await newest.getByText(fields.title).click()
    await expect.poll(() => story.hook('page-title').textContent()).toBe(fields.title)
  })
})

describe('list and card', () => {
  it('shows new items by itself and opens the card with its fields', async () => {
    const { entityTypeId, list, shopField, id } = await seedCard(story.portal, sampleApp.url)
    await story.visit(list, accountant)
    await story.hook('item-row').waitFor()
    await callAsAdmin(story.portal, 'crm.item.add', {
      entityTypeId,
      fields: { title: 'Принтер молчит' },
    })
    await expect.poll(() => story.hook('item-row').count(), { timeout: 5000 }).toBe(2)
    await story.page.locator(`[data-test=item-row][data-id="${id}"]`).click()
    await expect
      .poll(() => story.hook(`field-${shopField}`).textContent())
      .toBe('МагазинНа Садовой')
    expect(await story.hook('page-title').textContent()).toBe('Касса молчит')
  })

  it('moves the stage in the name of the person who clicks', async () => {
    const { entityTypeId, card, id } = await seedCard(story.portal, sampleApp.url)
    await story.visit(card, accountant)
    const second = story.page.locator('[data-test^="stage-DT"]').nth(1)
    const stageId = (await second.getAttribute('data-test'))!.replace('stage-', '')
    await second.click()
    await expect.poll(() => story.hook('stage-current').getAttribute('data-stage')).toBe(stageId)
    const { item } = await callAsAdmin(story.portal, 'crm.item.get', { entityTypeId, id })
    expect(item).toMatchObject({ stageId, movedBy: accountant })
  })

  it('carries a comment with a file from one person to another', async () => {
    const { card } = await seedCard(story.portal, sampleApp.url)
    await story.visit(card, accountant)
    await story.hook('comment-box').fill('Чек [b]не вышел[/b] [url]javascript:alert(1)[/url] <i>')
    const buffer = Buffer.from(png, 'base64')
    await story
      .hook('comment-files')
      .setInputFiles({ name: 'чек.png', mimeType: 'image/png', buffer })
    await story.hook('comment-send').click()

    const other = await story.page.context().newPage()
    await other.goto(`${story.portal.url}${card}?user=${admin}`)
    const comment = other.locator('[data-test=comment]')
    await comment.waitFor()
    expect(await comment.locator('[data-test=comment-author]').textContent()).toBe('Анна Петрова')
    const text = comment.locator('[data-test=comment-text]')
    expect(await text.textContent()).toBe('Чек не вышел javascript:alert(1) <i>')
    expect(await text.locator('a[href]').count()).toBe(0)
    expect(await text.locator('b').textContent()).toBe('не вышел')
    const file = comment.locator('[data-test=file]')
    expect(await file.textContent()).toContain('чек.png')
    await expect
      .poll(() => file.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1)
  })

  it('creates an item by the portal’s own form', async () => {
    const { list, shopField } = await seedCard(story.portal, sampleApp.url)
    await story.visit(list, accountant)
    await story.hook('create-item').click()
    await story.hook('input-TITLE').fill('Весы молчат')
    await story.hook(`input-${shopField}`).fill('На Лесной')
    await story.hook('create-save').click()
    await story.page.waitForURL(/details/)
    await expect.poll(() => story.hook(`field-${shopField}`).textContent()).toBe('МагазинНа Лесной')
  })
})

describe('server side of the page', () => {
  it('takes JSON only, and installs for administrators only', async () => {
    const post = (contentType: string) =>
      fetch(`${story.portal.url}/_page/install`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: JSON.stringify({ userId: accountant }),
      })
    expect((await post('text/plain')).status).toBe(415)
    expect((await post('application/json')).status).toBe(403)
    expect(story.portal.app.installed).toBe(false)
  })
})
