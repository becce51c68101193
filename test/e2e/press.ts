import type { FrameLocator } from 'playwright-core'

const restMs = 300
const waitMs = 60_000
const arrivesWithinMs = 500

/**
 * Clicks in the application's frame as a person can: when the frame has stopped growing, and again when
 * nothing was felt of it. Chromium may give the end of a click that falls into a resize to the page
 * around the frame, and then the frame has seen none.
 */
export async function press(app: FrameLocator, name: string): Promise<void> {
  const page = app.locator('html')
  const button = app.locator(`[data-test="${name}"]`).first()
  await button.waitFor({ timeout: waitMs })
  for (let isFelt = false; !isFelt;) {
    await app.owner().evaluate(restFor, restMs)
    await page.evaluate(noteEnd)
    await button.click()
    // A panel may close with it, and then there is no page to ask.
    const asked = page.evaluate(feltEnd, arrivesWithinMs, { timeout: 2 * arrivesWithinMs })
    isFelt = await asked.catch(() => true)
  }
}

type Noting = Window & { hasEnded?: boolean }

/** Runs in the application, where the pointer may rise from what has opened under it. */
function noteEnd(): void {
  const noting: Noting = window
  noting.hasEnded = false
  const note = () => {
    noting.hasEnded = true
  }
  window.addEventListener('pointerup', note, { capture: true, once: true })
}

/** Runs in the application. */
async function feltEnd(_: Element, withinMs: number): Promise<boolean> {
  const noting: Noting = window
  const began = performance.now()
  while (noting.hasEnded !== true && performance.now() - began < withinMs)
    await new Promise(requestAnimationFrame)
  return noting.hasEnded === true
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
