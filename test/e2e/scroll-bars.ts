import type { FrameLocator } from 'playwright-core'
import { expect } from 'vitest'

/** In a wide window our page shows no scroll bar of its own: the portal makes the frame as high as it. */
export const expectNoScrollBars = (app: FrameLocator): Promise<void> =>
  expect.poll(() => scrollBars(app), { timeout: 10_000 }).toEqual([])

/** Elements that can be scrolled, the page itself among them, and by how many pixels. */
const scrollBars = (app: FrameLocator): Promise<string[]> =>
  app.locator('html').evaluate((html) =>
    [html, ...html.querySelectorAll('body, body *')].flatMap((element) => {
      const { overflowX, overflowY } = getComputedStyle(element)
      const beyond = (overflow: string, pixels: number) =>
        element === html || overflow === 'auto' || overflow === 'scroll' ? Math.max(pixels, 0) : 0
      const wide = beyond(overflowX, element.scrollWidth - element.clientWidth)
      const high = beyond(overflowY, element.scrollHeight - element.clientHeight)
      return wide + high > 0
        ? [`${element.tagName} ${element.getAttribute('class') ?? ''}: ${wide} × ${high}`]
        : []
    }),
  )
