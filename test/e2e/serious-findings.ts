import { source } from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { z } from 'zod'

const findingsSchema = z.array(z.string())

/** Runs in the app's frame, where only the page's own scripts know axe. */
const run = `axe.run().then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))`

/** What axe finds serious or worse in the app's frame of a page of the portal. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const frame = page.frames().find((candidate) => candidate.parentFrame() !== null)
  if (!frame) throw new Error('The page has no frame of the app')
  return findingsIn(frame)
}

/** The same of a page of its own. */
export async function findingsIn(frame: Pick<Frame, 'evaluate'>): Promise<string[]> {
  await frame.evaluate(source)
  return findingsSchema.parse(await frame.evaluate(run))
}
