import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import express from 'express'
import { type Browser, chromium, type Frame } from 'playwright-core'
import { systemClock } from '../../server/clock.ts'
import { startEmulator } from '../portal/emulator.ts'
import { pageRoutes } from '../portal/page/page-routes.ts'
import { sessionUser } from '../portal/page/session-user.ts'
import { customerPortal } from '../support/cast.ts'
import { linkPortals } from '../support/link-portals.ts'
import { appOf, startWorld } from '../support/start-world.ts'
import { chromiumArguments, chromiumPath } from '../tooling/find-chromium.ts'
import { buildEmptyPage } from './build-empty-page.ts'
import { type Bench, comparedWith, type Figure } from './measure.ts'

const rounds = 9
const bookkeeper = 7
const admin = 1
const waitMs = 30_000

/** The page around our frame is the portal's; of it nothing is counted. */
type Opened = { url: string; origin: string; button: string; whenWhole: string }

/**
 * The customer's tab as an authorised person opens it, beside an empty page of the kit, both in the
 * frame of a portal and with a cold cache, in turn.
 */
export const clientBench: Bench = {
  name: 'client',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'sla-empty-page-'))
    await buildEmptyPage(folder)
    const empty = await openEmpty(folder)
    const world = await startWorld()
    await linkPortals(world)
    world.app.start()
    const executablePath = chromiumPath() ?? ''
    const browser = await chromium.launch({ executablePath, args: chromiumArguments })
    try {
      return await compare(browser, {
        empty: { ...empty, button: 'first-click', whenWhole: 'first-click' },
        tab: {
          url: `${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`,
          origin: world.appUrl,
          button: 'ticket-new',
          whenWhole: 'empty',
        },
      })
    } finally {
      await browser.close()
      await world.stop()
      await empty.close()
      rmSync(folder, { recursive: true })
    }
  },
}

/** The empty page as the app of a portal of its own, so that both are opened in the same way. */
async function openEmpty(folder: string) {
  const files = express().use(express.static(folder))
  files.post('/app', (_request, response) => {
    response.sendFile(join(folder, 'index.html'))
  })
  const server = createServer(files).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const emulator = await startEmulator({
    clock: systemClock,
    app: appOf(origin),
    portals: [customerPortal],
    extraRoutes: [pageRoutes],
    sessionUser,
  })
  const portal = emulator.portal(customerPortal.name)
  portal.installApp(admin)
  return {
    url: `${portal.url}/marketplace/app/?user=${String(admin)}`,
    origin,
    async close() {
      server.close()
      await emulator.close()
    },
  }
}

type Pages = Record<'empty' | 'tab', Opened>

async function compare(browser: Browser, pages: Pages): Promise<Figure[]> {
  const waits: Record<keyof Pages, number[]> = { empty: [], tab: [] }
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['empty', 'tab'] as const)
      waits[name].push(await firstClickMs(browser, pages[name]))
  const name = 'first click of an empty page'
  const empty: Figure = { name, value: median(waits.empty), unit: 'ms' }
  const tab: Figure = { name: 'first click of the tab', value: median(waits.tab), unit: 'ms' }
  return [
    {
      name: 'JavaScript at first load, gzip',
      value: (await scriptBytes(browser, pages.tab)) / 1000,
      unit: 'kB',
      target: { below: 300.001 },
    },
    {
      name: 'JavaScript of an empty page, gzip',
      value: (await scriptBytes(browser, pages.empty)) / 1000,
      unit: 'kB',
    },
    empty,
    { ...comparedWith(tab, empty), target: { below: 1.5 } },
  ]
}

/** In every frame: presses the button in each picture until it is gone, for only then it worked. */
const pressUntilItWorks = (button: string) => `{
  let wasThere = false
  const look = () => {
    const element = document.querySelector('[data-test="${button}"]')
    if (wasThere && !element) document.documentElement.dataset.worksAt = String(performance.now())
    else requestAnimationFrame(look)
    wasThere ||= element !== null
    element?.click()
  }
  requestAnimationFrame(look)
}`

/** From the beginning of our frame's navigation. */
async function firstClickMs(browser: Browser, { url, origin, button }: Opened): Promise<number> {
  const context = await browser.newContext({ locale: 'ru-RU' })
  try {
    const page = await context.newPage()
    await page.addInitScript(pressUntilItWorks(button))
    await page.goto(url, { waitUntil: 'commit' })
    const frame = await frameOf(() => page.frames(), origin)
    await frame.waitForSelector('html[data-works-at]', { timeout: waitMs, state: 'attached' })
    return Number(await frame.getAttribute('html', 'data-works-at'))
  } finally {
    await context.close()
  }
}

/** Of everything that is loaded before anybody has pressed anything. */
async function scriptBytes(browser: Browser, { url, origin, whenWhole }: Opened): Promise<number> {
  const context = await browser.newContext({ locale: 'ru-RU' })
  try {
    const page = await context.newPage()
    const scripts: Promise<Buffer>[] = []
    page.on('response', (response) => {
      const isOurs = response.url().startsWith(origin)
      if (isOurs && response.request().resourceType() === 'script') scripts.push(response.body())
    })
    await page.goto(url)
    const frame = await frameOf(() => page.frames(), origin)
    await frame.waitForSelector(`[data-test="${whenWhole}"]`, { timeout: waitMs })
    const bodies = await Promise.all(scripts)
    return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  } finally {
    await context.close()
  }
}

async function frameOf(frames: () => Frame[], origin: string): Promise<Frame> {
  for (const startedAt = performance.now(); performance.now() - startedAt < waitMs;) {
    const frame = frames().find((candidate) => candidate.url().startsWith(origin))
    if (frame) return frame
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`No frame of ${origin}`)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity
