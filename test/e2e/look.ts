import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = process.env.SCREENSHOTS

/**
 * Keeps a picture of the page for people, in the folder that `SCREENSHOTS` names. Without it none
 * is taken: a busy Chromium refuses one now and then.
 */
export async function look(page: Page, name: string): Promise<void> {
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
