import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'

/** An element of our pages by its `data-test`. */
export const hook = (page: Page | FrameLocator, name: string) =>
  page.locator(`[data-test="${name}"]`)

/** Where our app is within a page of the portal. */
export const frameOf = (page: Page): FrameLocator => page.frameLocator('[data-test="app-frame"]')

/** A window in front, as Chromium draws (and lets click) only these; what breaks in it is kept. */
export async function openWindow(
  browser: Browser,
  faults: string[],
  size: Pick<BrowserContextOptions, 'viewport' | 'deviceScaleFactor'> = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    ...size,
  })
  context.setDefaultTimeout(20_000)
  context.on('weberror', (error) => faults.push(error.error().message))
  return context.newPage()
}
