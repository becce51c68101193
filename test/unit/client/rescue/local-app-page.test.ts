// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const html = readFileSync(
  join(import.meta.dirname, '../../../../client/rescue/local-app.html'),
  'utf8',
)
const token = 'x'.repeat(43)
const offer = {
  customerName: 'ООО «Ромашка»',
  partnerHost: 'support.example',
  handlerUrl: 'https://desk.example/app',
}

const part = (id: string) => document.getElementById(id)
const textOf = (id: string) => part(id)?.textContent ?? ''

/** Opens the page as a browser would, with its server answering as told. */
async function open(answers: Record<string, { status: number; body: unknown }>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
    asked.push(`${path} ${body}`)
    const { status, body: said } = answers[path] ?? { status: 404, body: { code: 'notFound' } }
    return Promise.resolve(new Response(JSON.stringify(said), { status }))
  })
  await import('../../../../client/rescue/local-app.ts')
  return asked
}

function send(clientId = 'local.1'): void {
  for (const [id, value] of [
    ['client-id', clientId],
    ['client-secret', 'secret'],
  ] as const)
    (part(id) as HTMLInputElement).value = value
  part('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
}

describe('the page on which the keys of a local app are entered', () => {
  beforeEach(() => {
    vi.resetModules()
    vi.stubGlobal('navigator', { language: 'ru-RU' })
    document.body.innerHTML = /<body>([\s\S]*)<script/.exec(html)?.[1] ?? ''
    location.hash = `#${token}`
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('says whose agreement it is and where the app has to lead, and sends the keys once', async () => {
    const asked = await open({
      '/rescue/api/local-app/look': { status: 200, body: offer },
      '/rescue/api/local-app': { status: 200, body: {} },
    })
    await vi.waitFor(() => {
      expect(part('offer')?.hidden).toBe(false)
    })
    expect(location.hash).toBe('')
    expect(textOf('said')).toContain('с support.example, заказчик — ООО «Ромашка»')
    expect(textOf('steps')).toContain('https://desk.example/app')
    send()
    await vi.waitFor(() => {
      expect(textOf('said')).toContain('Ключи сохранены')
    })
    expect(part('offer')?.hidden).toBe(true)
    const keys = { token, clientId: 'local.1', clientSecret: 'secret' }
    expect(asked.at(-1)).toBe(`/rescue/api/local-app ${JSON.stringify(keys)}`)
  })

  it('says when the keys are known, and lets others be entered', async () => {
    await open({
      '/rescue/api/local-app/look': { status: 200, body: offer },
      '/rescue/api/local-app': { status: 409, body: { code: 'conflict' } },
    })
    await vi.waitFor(() => {
      expect(part('offer')?.hidden).toBe(false)
    })
    send()
    await vi.waitFor(() => {
      expect(textOf('problem')).toContain('уже введены')
    })
    expect(part('offer')?.hidden).toBe(false)
  })

  it('does not use the link up for what is no local app’s ID', async () => {
    const asked = await open({ '/rescue/api/local-app/look': { status: 200, body: offer } })
    await vi.waitFor(() => {
      expect(part('offer')?.hidden).toBe(false)
    })
    send('a secret in the wrong field')
    expect(textOf('problem')).toContain('начинается с «local.»')
    expect(part('client-id')?.getAttribute('aria-invalid')).toBe('true')
    expect(asked).toHaveLength(1)
  })

  it('says that a used link is no good', async () => {
    await open({})
    await vi.waitFor(() => {
      expect(textOf('said')).toContain('уже использована или устарела')
    })
    expect(part('offer')?.hidden).toBe(true)
  })
})
