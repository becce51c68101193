import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { seedTickets } from '../demo/seed-tickets.ts'
import { frameOf, hook, openWindow } from '../e2e/open-window.ts'
import { launchBrowser } from '../e2e/portal-page-story.ts'
import { press } from '../e2e/press.ts'
import { linkPortals, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'

const folder = join(import.meta.dirname, '../../screenshots')
const sizes = { desktop: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } }
const admin = 1
const engineer = 5
const bookkeeper = 7
const storekeeper = 8

/** A screen: who opens the app in which portal, what he presses, and what he then has to see. */
type Screen = {
  name: string
  portal: 'partner' | 'customer'
  userId: number
  presses?: string[]
  sees: string
  /** Requests that get no answer. */
  without?: string
}

const unlinked: Screen[] = [
  { name: 'choose-role', portal: 'customer', userId: admin, sees: 'choose-partner' },
  {
    name: 'enter-code',
    portal: 'customer',
    userId: admin,
    presses: ['choose-customer'],
    sees: 'code-input',
  },
]

const linked: Screen[] = [
  { name: 'tickets', portal: 'customer', userId: bookkeeper, sees: 'ticket-row' },
  {
    name: 'tickets-none',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['view-awaiting', 'view-overdue'],
    sees: 'empty',
  },
  {
    name: 'tickets-error',
    portal: 'customer',
    userId: bookkeeper,
    sees: 'error-notice',
    without: '**/api/tickets?*',
  },
  {
    name: 'ticket',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['view-open', 'ticket-row', 'why-open'],
    sees: 'why',
  },
  {
    name: 'ticket-withdraw',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-row', 'step-withdraw'],
    sees: 'step-form',
  },
  {
    name: 'new-ticket',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-new'],
    sees: 'new-title',
  },
  {
    name: 'new-ticket-level-1',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-new', 'new-level-1'],
    sees: 'consent-phone',
  },
  {
    name: 'new-ticket-not-authorised',
    portal: 'customer',
    userId: storekeeper,
    presses: ['ticket-new'],
    sees: 'may-not-file',
  },
  {
    name: 'agreement',
    portal: 'customer',
    userId: admin,
    presses: ['agreement-open'],
    sees: 'terms',
  },
  {
    name: 'agreement-person',
    portal: 'customer',
    userId: admin,
    presses: ['agreement-open', 'person-add'],
    sees: 'wanted-name',
  },
  {
    name: 'agreement-not-contact',
    portal: 'customer',
    userId: storekeeper,
    presses: ['agreement-open'],
    sees: 'whom-to-ask',
  },
  {
    name: 'customer-automation',
    portal: 'customer',
    userId: admin,
    presses: ['nav-automation'],
    sees: 'webhook-url',
  },
  { name: 'partner-tickets', portal: 'partner', userId: engineer, sees: 'ticket-row' },
  {
    name: 'contracts',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts'],
    sees: 'contract-new',
  },
  {
    name: 'contract',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-details'],
    sees: 'terms',
  },
  {
    name: 'contract-new',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-new'],
    sees: 'contract-customer',
  },
  {
    name: 'not-delivered',
    portal: 'partner',
    userId: admin,
    presses: ['nav-parked'],
    sees: 'nav-parked',
  },
  {
    name: 'partner-automation',
    portal: 'partner',
    userId: admin,
    presses: ['nav-automation'],
    sees: 'webhook-url',
  },
]

const say = (line: string) => process.stdout.write(`${line}\n`)
const problems: string[] = []

async function take(world: World, browser: Browser, screen: Screen): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await openWindow(browser, problems)
    const name = `${screen.name}-${size}`
    try {
      await page.setViewportSize(viewport)
      if (screen.without) await page.route(screen.without, (route) => route.abort())
      await page.goto(`${world[screen.portal].url}/marketplace/app/?user=${String(screen.userId)}`)
      await reach(frameOf(page), screen)
      await keep(page, name)
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await page.context().close()
    }
  }
}

async function reach(app: FrameLocator, { presses = [], sees }: Screen): Promise<void> {
  for (const name of presses) await press(app, name)
  await hook(app, sees).first().waitFor()
}

/** The whole page: Chromium draws of a frame only what its window shows, so the window grows. */
async function keep(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? sizes.desktop.width
  const heightOf = () => page.evaluate(() => document.documentElement.scrollHeight)
  // The portal gives the frame its height a moment after our page has grown.
  await page.waitForTimeout(500)
  await page.setViewportSize({ width, height: Math.min(await heightOf(), 6000) })
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  say(name)
}

/** The tab inside a CRM card, which opens another page of ours than the app's own. */
async function takeCard(world: World, browser: Browser): Promise<void> {
  for (const portal of ['customer', 'partner'] as const)
    for (const [size, viewport] of Object.entries(sizes)) {
      const page = await openWindow(browser, problems)
      await page.setViewportSize(viewport)
      const { body } = await world[portal].callAsUser(admin, 'crm.type.list', {})
      const { types } = body.result as { types: { entityTypeId: number }[] }
      const list = `/crm/type/${String(types[0]?.entityTypeId)}/list/`
      const userId = portal === 'customer' ? bookkeeper : engineer
      await page.goto(`${world[portal].url}${list}?user=${String(userId)}`)
      await hook(page, 'item-row').first().click()
      await hook(page, 'tab-0').click()
      await hook(frameOf(page), 'card-number').waitFor()
      await keep(page, `card-${portal}-${size}`)
      await page.context().close()
    }
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()

const fresh = await startWorld()
await setUpPartner(fresh)
fresh.customer.installApp(admin)
fresh.app.start()
for (const screen of unlinked) await take(fresh, browser, screen)
await fresh.stop()

const world = await startWorld()
await linkPortals(world)
await seedTickets(world)
world.app.start()
for (const screen of linked) await take(world, browser, screen)
await takeCard(world, browser)
await world.stop()
await browser.close()

for (const problem of problems) say(`! ${problem}`)
say(`Снимки: ${folder}`)
process.exitCode = problems.length > 0 ? 1 : 0
