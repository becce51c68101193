import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { seedTickets } from '../demo/seed-tickets.ts'
import { mailWorld, sendMails } from '../demo/send-mails.ts'
import { frameOf, openWindow } from '../e2e/open-window.ts'
import { launchBrowser } from '../e2e/portal-page-story.ts'
import { contractListSchema, invitationSchema } from '../../shared/api/contracts.ts'
import { localAppLinkSchema } from '../../shared/api/local-app.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { createContract, linkPortals, setUpPartner } from '../support/link-portals.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { startMailServer } from '../support/mail-server.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { type Card, cards, ofPartner } from './partner-screens.ts'
import { listPath, openCardTab, reach } from './reach-screen.ts'
import { localApp, rescue, takeLocalApp, takeRescue } from './rescue-screens.ts'
import { admin, engineer, invited, ofCustomer, type Screen, unlinked } from './screens.ts'

/** `--only queue` takes the screens in whose name that stands. */
const { only } = parseArgs({ options: { only: { type: 'string', default: '' } } }).values
const isWanted = ({ name }: { name: string }) => name.includes(only)
const folder = join(import.meta.dirname, '../../screenshots')
const sizes = { desktop: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } }
const say = (line: string) => process.stdout.write(`${line}\n`)
const problems: string[] = []
const workedMs = 50 * 60_000

async function take(world: World, browser: Browser, screen: Screen): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    if (screen.isWideOnly && size !== 'desktop') continue
    const page = await openWindow(browser, problems)
    const name = `${screen.name}-${size}`
    try {
      await page.setViewportSize(viewport)
      if (screen.without) await page.route(screen.without, (route) => route.abort())
      await page.goto(`${world[screen.portal].url}/marketplace/app/?user=${String(screen.userId)}`)
      await reach(frameOf(page), screen)
      if (screen.prints) await page.emulateMedia({ media: 'print' })
      await keep(page, name)
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await page.context().close()
    }
  }
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
async function takeCard(world: World, browser: Browser, card: Card): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await openWindow(browser, problems)
    const name = `${card.name}-${size}`
    try {
      await page.setViewportSize(viewport)
      await page.goto(`${await listPath(world, card.portal)}?user=${String(card.userId)}`)
      await openCardTab(page)
      await reach(frameOf(page), card)
      await keep(page, name)
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await page.context().close()
    }
  }
}

/** Some time later the engineer has worked on the critical ticket. */
async function logWork(world: World): Promise<void> {
  world.clock.advance(workedMs)
  const ivan = await visit(world.appUrl, world.partner, engineer)
  const ticket = (await ticketsOf(ivan)).find(({ level }) => level === 1)
  const to = world.clock.now()
  await ivan.post(`/api/tickets/by-item/${String(ticket?.itemId)}/work`, workLogSchema, {
    id: randomUUID(),
    from: to - workedMs / 2,
    to,
    what: 'Перезапустили службы, проверили журнал nginx.',
    onlyOutOfHours: false,
    questionIds: [],
    endsTimer: false,
  })
}

/** By which the customer's administrator may enter the keys of an app of his own. */
async function linkForKeys(world: World): Promise<string> {
  const chief = await visit(world.appUrl, world.partner, admin)
  const { contracts } = await chief.get('/api/contracts', contractListSchema)
  const path = `/api/local-apps/${contracts[0]?.id ?? ''}`
  return (await chief.post(path, localAppLinkSchema)).url
}

async function beforeLinking(screens: (code: string) => Screen[]): Promise<void> {
  const world = await startWorld()
  const chief = await setUpPartner(world)
  const draft = await createContract(chief)
  const { code } = await chief.post(`/api/contracts/${draft.id}/invitation`, invitationSchema)
  world.customer.installApp(admin)
  world.app.start()
  for (const screen of screens(code)) await take(world, browser, screen)
  await world.stop()
}

async function atWork(): Promise<void> {
  const mailServer = await startMailServer()
  const world = await startWorld({ ...mailWorld, smtpUrl: mailServer.url })
  await linkPortals(world)
  await seedTickets(world)
  await sendMails(world)
  world.app.start()
  await logWork(world)
  for (const screen of [...ofCustomer, ...ofPartner].filter(isWanted))
    await take(world, browser, screen)
  for (const card of cards.filter(isWanted)) await takeCard(world, browser, card)
  const { appUrl } = world
  const { mails } = mailServer
  const shots = { appUrl, browser, mails, sizes, problems, keep }
  if (isWanted(rescue)) await takeRescue(shots)
  if (isWanted(localApp)) await takeLocalApp(shots, () => linkForKeys(world))
  await world.stop()
  await mailServer.stop()
}

if (only === '') rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
const early = (code: string) => [...unlinked, ...invited(code)].filter(isWanted)
if (early('').length > 0) await beforeLinking(early)
if ([...ofCustomer, ...ofPartner, ...cards, rescue, localApp].some(isWanted)) await atWork()
await browser.close()

for (const problem of problems) say(`! ${problem}`)
say(`Снимки: ${folder}`)
process.exitCode = problems.length > 0 ? 1 : 0
