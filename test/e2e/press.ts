import type { FrameLocator } from 'playwright-core'

const restMs = 300
const waitMs = 60_000

/**
 * Clicks in the application's frame as a person can: when the frame has stopped growing. Chromium
 * gives a click that comes within a picture or two of a resize to the page around the frame.
 */
export async function press(app: FrameLocator, name: string): Promise<void> {
  const button = app.locator(`[data-test="${name}"]`).first()
  await button.waitFor({ timeout: waitMs })
  await app.owner().evaluate(restFor, restMs)
  await button.click()
}

/** Runs in the portal's page. */
async function restFor(frame: Element, ms: number): Promise<void> {
  let last = ''
  let since = 0
  while (performance.now() - since < ms) {
    await new Promise(requestAnimationFrame)
    const { top, height } = frame.getBoundingClientRect()
    const now = `${String(top)} ${String(height)}`
    if (now !== last) since = performance.now()
    last = now
  }
}
