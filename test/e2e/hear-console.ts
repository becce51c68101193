import type { Page } from 'playwright-core'

const kept = new Set(['error', 'warning'])

/**
 * Keeps what a browser's console shows in red or yellow of a page and its frames: errors of scripts,
 * refusals of policies, pictures and styles that are not there.
 */
export function hearConsole(page: Page, faults: string[]): void {
  page.on('console', (message) => {
    if (kept.has(message.type()))
      faults.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
}
