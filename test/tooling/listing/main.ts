import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { hearConsole } from '../../e2e/hear-console.ts'
import { frameOf, hook, openWindow } from '../../e2e/open-window.ts'
import { launchBrowser } from '../../e2e/portal-page-story.ts'
import { press } from '../../e2e/press.ts'
import type { World } from '../../support/start-world.ts'
import { listPath, openCardTab, reach } from '../reach-screen.ts'
import { playMonth } from './month.ts'
import { type Picture, picturesOf } from './pictures.ts'
import { pictureFault, iconLimits, screenshotLimits } from './picture-limits.ts'
import { english } from './words-en.ts'
import { russian } from './words-ru.ts'
import type { Words } from './words.ts'

/** `--only queue` takes the pictures in whose name that stands, `--lang en` those of one language. */
const { only, lang } = parseArgs({
  options: { only: { type: 'string', default: '' }, lang: { type: 'string', default: '' } },
}).values
const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'listing')
const iconSize = 512
/** A little larger than the picture, so that more of the page is on it. */
const screenshotWindow = { viewport: { width: 1440, height: 810 }, deviceScaleFactor: 8 / 9 }
const problems: string[] = []
const say = (line: string) => process.stdout.write(`${line}\n`)

async function drawIcon(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: iconSize, height: iconSize } })
  const svg = readFileSync(join(root, 'server/marketplace/icon.svg'), 'utf8')
  await page.setContent(`<body style="margin: 0">${svg}</body>`)
  await save(page, 'icon.png', iconLimits)
  await page.close()
}

async function save(page: Page, name: string, limits: typeof iconLimits): Promise<void> {
  const png = await page.screenshot({ path: join(folder, name) })
  const fault = pictureFault(png, limits)
  if (fault !== null) problems.push(`${name}: ${fault}`)
  say(name)
}

/** The app as the portal's slider shows it: the page without the portal's menus. */
async function reachPicture(page: Page, world: World, picture: Picture): Promise<void> {
  hearConsole(page, problems)
  const inSlider = `?user=${String(picture.userId)}&IFRAME=Y`
  if (picture.inCardOf !== undefined) {
    await page.goto(`${await listPath(world, picture.portal)}${inSlider}`)
    await openCardTab(page, picture.inCardOf)
  } else {
    await page.goto(`${world[picture.portal].url}/marketplace/app/${inSlider}`)
  }
  const app = frameOf(page)
  if (picture.opens !== undefined) {
    await press(app, 'view-open')
    await hook(app, 'ticket-row').filter({ hasText: picture.opens }).click()
  }
  await reach(app, picture)
  // Plots grow for a while, and the portal gives the frame its height a moment after our page.
  await page.waitForTimeout(1500)
  if (picture.shows) {
    const [name, place] = picture.shows
    await hook(app, name)
      .nth(place)
      .evaluate((element) => {
        element.scrollIntoView({ block: 'end' })
      })
    await page.waitForTimeout(300)
  }
}

async function takeAll(language: string, words: Words): Promise<void> {
  const world = await playMonth(words)
  world.app.start()
  for (const picture of picturesOf(words).filter(({ name }) => name.includes(only))) {
    const name = `${language}/${picture.name}.png`
    const page = await openWindow(browser, problems, screenshotWindow)
    try {
      await reachPicture(page, world, picture)
      await save(page, name, screenshotLimits)
    } catch (error) {
      problems.push(`${name}: ${String(error)}`)
    } finally {
      await page.context().close()
    }
  }
  await world.stop()
}

if (only === '' && lang === '') rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
if (only === '') await drawIcon(browser)
for (const [language, words] of Object.entries({ ru: russian, en: english }))
  if (language.includes(lang)) await takeAll(language, words)
await browser.close()
for (const problem of problems) say(`! ${problem}`)
say(`Картинки для карточки: ${folder}`)
process.exitCode = problems.length > 0 ? 1 : 0
