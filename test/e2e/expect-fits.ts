import type { FrameLocator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** In a narrow window our page is as narrow as a phone, and nothing sticks out of it. */
export async function expectFits(app: FrameLocator | Page): Promise<void> {
  await expect
    .poll(() =>
      app
        .locator('html')
        .evaluate((html) => [html.clientWidth <= 360, html.scrollWidth - html.clientWidth]),
    )
    .toEqual([true, 0])
}
