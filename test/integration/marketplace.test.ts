import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

  it.each(['/app', '/', '/rescue', '/privacy', '/licence'])('HEAD %s answers 200', async (path) => {
    const answer = await fetch(`${world.appUrl}${path}`, { method: 'HEAD', redirect: 'manual' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
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
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
    const asked = /scopes: `([^`]+)`, for robots `(\w+)`, for the button in tasks `(\w+)`/.exec(
      readme,
    )
    const scopes = asked?.slice(1).flatMap((list) => list.split(', ')) ?? []
    expect([...scopes].sort()).toEqual([...new Set(calledMethods().flatMap(scopeOf))].sort())
  })
})

/** Literal names of methods in what talks to portals: from the server and from the frame. */
function calledMethods(): string[] {
  const root = join(import.meta.dirname, '../..')
  const sources = ['server', 'client'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|vue)$/.test(name) && !name.includes('node_modules'))
      .map((name) => readFileSync(join(root, room, name), 'utf8')),
  )
  const names = sources.flatMap((source) => [...source.matchAll(/'([a-z]+(?:\.[a-zA-Z]+)+)'/g)])
  return names.map(([, name = '']) => name).filter((name) => scopeOf(name).length > 0)
}

/** Scopes by the first word of a method; what every app may call has none. */
const scopeByPrefix: Record<string, string> = {
  crm: 'crm',
  placement: 'placement',
  im: 'im',
  disk: 'disk',
  userfieldconfig: 'userfieldconfig',
  bizproc: 'bizproc',
  task: 'task',
  tasks: 'task',
  user: 'user_brief',
}

function scopeOf(method: string): string[] {
  // `user.option.*` and `user.admin` are open to every app.
  if (/^user\.(?:option|admin|access)/.test(method)) return []
  const scope = scopeByPrefix[method.split('.')[0] ?? '']
  return scope === undefined ? [] : [scope]
}
