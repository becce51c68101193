// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const html = readFileSync(
  join(import.meta.dirname, '../../../../client/rescue/confirm.html'),
  'utf8',
)
const token = 'x'.repeat(43)
const held = {
  receivedAt: 1_795_424_411_000,
  subject: 'Принтер',
  text: 'Молчит.',
  files: ['a.png'],
}

type Answer = { status: number; body: unknown } | 'offline'
const refused = (code: string): Answer => ({ status: 404, body: { code } })
const part = (id: string) => document.getElementById(id)
const textOf = (id: string) => part(id)?.textContent ?? ''

/** Opens the page as a browser would, with its server answering as told. */
async function open(answers: Record<string, Answer>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
    asked.push(`${path} ${body}`)
    const answer = answers[path] ?? refused('notFound')
    if (answer === 'offline') return Promise.reject(new Error('no connection'))
    const { status, body: said } = answer
    return Promise.resolve(new Response(JSON.stringify(said), { status }))
  })
  await import('../../../../client/rescue/confirm.ts')
  return asked
}

describe('the page on which a held mail is confirmed', () => {
  beforeEach(() => {
    vi.resetModules()
    vi.stubGlobal('navigator', { language: 'ru-RU' })
    document.body.innerHTML = /<body>([\s\S]*)<script/.exec(html)?.[1] ?? ''
    location.hash = `#${token}`
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('shows the mail, and confirms it when the button is pressed, not before', async () => {
    const asked = await open({
      '/rescue/api/mail/look': { status: 200, body: held },
      '/rescue/api/mail': { status: 200, body: { result: 'ticket' } },
    })
    await vi.waitFor(() => {
      expect(part('confirm')?.hidden).toBe(false)
    })
    expect(location.hash).toBe('')
    expect(textOf('subject')).toBe('Принтер')
    expect(textOf('text')).toBe('Молчит.')
    expect(textOf('about')).toContain('a.png')
    expect(textOf('advice')).toContain('Если вы его не отправляли')
    expect(asked).toEqual([`/rescue/api/mail/look {"token":"${token}"}`])
    part('confirm')?.click()
    await vi.waitFor(() => {
      expect(textOf('said')).toContain('Письмо принято')
    })
    expect(asked).toHaveLength(2)
    expect(part('confirm')?.hidden).toBe(true)
  })

  it.each<[string, Answer, string]>([
    ['used or too old', refused('notFound'), 'уже использована или устарела'],
    ['cut off', refused('badRequest'), 'уже использована или устарела'],
    ['tried too often', refused('tooManyAttempts'), 'Слишком много попыток'],
    ['opened without a connection', 'offline', 'Связи нет'],
  ])('of a link that is %s says so', async (_case, answer, words) => {
    await open({ '/rescue/api/mail/look': answer })
    await vi.waitFor(() => {
      expect(textOf('said')).toContain(words)
    })
    expect(part('confirm')?.hidden).toBe(true)
  })

  it('when the press did not get through, then it can be pressed again', async () => {
    await open({
      '/rescue/api/mail/look': { status: 200, body: held },
      '/rescue/api/mail': 'offline',
    })
    await vi.waitFor(() => {
      expect(part('confirm')?.hidden).toBe(false)
    })
    part('confirm')?.click()
    await vi.waitFor(() => {
      expect(textOf('said')).toContain('Связи нет')
    })
    expect(part('confirm')).toMatchObject({ hidden: false, disabled: false })
  })
})
