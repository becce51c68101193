import type { Browser, Page } from 'playwright-core'
import { hook, openWindow } from '../e2e/open-window.ts'
import type { MailServer } from '../support/mail-server.ts'
import { tokenIn } from '../support/rescue-visitor.ts'

export type Shots = {
  appUrl: string
  browser: Browser
  mails: MailServer['mails']
  sizes: Record<string, { width: number; height: number }>
  problems: string[]
  keep: (page: Page, name: string) => Promise<void>
}

export const rescue = { name: 'rescue' }
export const localApp = { name: 'local-app' }
const email = 'lebedeva@romashka.example'

/** The rescue page from the door to a conversation. */
export async function takeRescue(shots: Shots): Promise<void> {
  for (const [size, viewport] of Object.entries(shots.sizes)) {
    const page = await openWindow(shots.browser, shots.problems)
    const keep = async (name: string) => {
      await shots.keep(page, `rescue-${name}-${size}`)
      await page.setViewportSize(viewport)
    }
    try {
      await page.setViewportSize(viewport)
      await page.goto(`${shots.appUrl}/rescue`)
      const link = await askLink(page, shots.mails)
      await keep('link-sent')
      await page.goto(link)
      await hook(page, 'rescue-new').waitFor()
      await keep('tickets')
      await hook(page, 'rescue-new').click()
      await hook(page, 'rescue-level-1').check()
      await hook(page, 'rescue-send').click()
      await page.getByRole('alert').waitFor()
      await keep('form')
      await page.goto(`${shots.appUrl}/rescue`)
      await hook(page, 'rescue-row').first().click()
      await hook(page, 'rescue-number').waitFor()
      await keep('talk')
    } catch (error) {
      shots.problems.push(`rescue-${size}: ${String(error)}`)
    } finally {
      await page.context().close()
    }
  }
}

/** The page on which a customer's administrator enters keys, and what it says of a link that is used up. */
export async function takeLocalApp(shots: Shots, newLink: () => Promise<string>): Promise<void> {
  for (const [size, viewport] of Object.entries(shots.sizes)) {
    const page = await openWindow(shots.browser, shots.problems)
    try {
      await page.setViewportSize(viewport)
      await page.goto(await newLink())
      await hook(page, 'local-app-send').waitFor()
      await shots.keep(page, `local-app-${size}`)
      await page.goto('about:blank')
      await page.setViewportSize(viewport)
      await page.goto(`${shots.appUrl}/rescue/local-app`)
      await page.locator('.trouble').waitFor()
      await shots.keep(page, `local-app-used-${size}`)
    } catch (error) {
      shots.problems.push(`local-app-${size}: ${String(error)}`)
    } finally {
      await page.context().close()
    }
  }
}

/** @returns the link that came into the person's mailbox */
async function askLink(page: Page, mails: MailServer['mails']): Promise<string> {
  const known = mails.length
  const newToken = () =>
    mails
      .slice(known)
      .map(({ text }) => tokenIn(text ?? ''))
      .find((token) => token !== '')
  await hook(page, 'rescue-email').fill(email)
  await hook(page, 'rescue-send-link').click()
  await hook(page, 'rescue-link-sent').waitFor()
  for (let left = 100; left > 0 && newToken() === undefined; left--) await page.waitForTimeout(200)
  return `${page.url()}#${newToken() ?? ''}`
}
