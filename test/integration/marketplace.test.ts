import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askedScopes, neededScopes } from '../support/asked-scopes.ts'
import { routeTable } from '../support/route-table.ts'
import { demoEnvironment, startWorld, type World } from '../support/start-world.ts'

/** What moderators of the Marketplace look at, as far as a machine can look. */
describe('the app as the Marketplace wants it', () => {
  let world: World

  beforeAll(async () => {
    world = await startWorld()
  }, 60_000)

  afterAll(() => world.stop())

  const text = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${world.appUrl}${path}`, { headers })).text()

  it('HEAD of every public address answers 200, and nothing else', async () => {
    const paths = publicPaths(world.app.server)
    expect(paths).toEqual(expect.arrayContaining(['/', '/app', '/rescue', '/privacy', '/licence']))
    for (const path of paths) {
      const answer = await fetch(`${world.appUrl}${path}`, { method: 'HEAD', redirect: 'manual' })
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, ''])
    }
  })

  it('pages name nothing that is not there: scripts, styles and pictures answer HEAD too', async () => {
    for (const path of ['/app', '/rescue', '/privacy', '/licence']) {
      const named = [...(await text(path)).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to]) => to)
      for (const address of named) {
        const url = new URL(address ?? '', `${world.appUrl}${path}`)
        expect([url.href, (await fetch(url, { method: 'HEAD' })).status]).toEqual([url.href, 200])
      }
    }
  })

  it.each([
    ['/privacy', 'Политика конфиденциальности', 'Privacy policy'],
    ['/licence', 'Лицензионное соглашение', 'Licence agreement'],
  ])('%s opens in the browser, in both languages, and names the operator', async (path, ru, en) => {
    const page = await fetch(`${world.appUrl}${path}`)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-disposition')).toBeNull()
    const russian = await page.text()
    expect(russian).toContain(`<h1>${ru}</h1>`)
    expect(russian).toContain(demoEnvironment.OPERATOR_NAME)
    expect(russian).toContain(demoEnvironment.OPERATOR_EMAIL)
    expect(russian).not.toMatch(/<script|https?:/)
    expect(await text(`${path}?lang=en`)).toContain(`<h1>${en}</h1>`)
    expect(await text(path, { 'accept-language': 'en-GB,en' })).toContain(`<h1>${en}</h1>`)
    expect(await text(path, { 'accept-language': 'ru,en;q=0.5' })).toContain(`<h1>${ru}</h1>`)
  })

  it('asks for the scopes of the methods that it calls, and for no others', () => {
    expect(neededScopes(calledMethods())).toEqual([...askedScopes].sort())
  })
})

/** Addresses that a browser, a moderator or a monitor opens without a session. */
function publicPaths(server: World['app']['server']): string[] {
  const doors = routeTable(server).filter(
    ({ method, path }) => method === 'GET' && !/api|:/.test(path),
  )
  return [...new Set(doors.map(({ path }) => (path === '' ? '/' : path)))]
}

/** Literal names of methods in what talks to portals: from the server and from the frame. */
function calledMethods(): string[] {
  const root = join(import.meta.dirname, '../..')
  const sources = ['server', 'client'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|vue)$/.test(name) && !name.includes('node_modules'))
      .map((name) => readFileSync(join(root, room, name), 'utf8')),
  )
  const names = sources.flatMap((source) => [...source.matchAll(/'([a-z]+(?:\.[a-zA-Z]+)+)'/g)])
  return names.map(([, name = '']) => name)
}
