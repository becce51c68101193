import { describe, expect, it } from 'vitest'
import { downloadFile } from '../../../../server/bitrix/download.ts'
import type { Guard } from '../../../../server/bitrix/guard.ts'

const origin = 'https://portal.example'

/** A guard that lets everything through and says where it was sent. */
function openGuard(disposition = 'attachment; filename="a.txt"') {
  const asked: string[] = []
  const request = {
    get: (url: string) => {
      asked.push(url)
      const headers = { 'content-disposition': disposition }
      return Promise.resolve({ status: 200, headers, data: Buffer.from('x') })
    },
  }
  return { asked, guard: { request, protect: () => undefined } as unknown as Guard }
}

describe('the address of a file, as a portal names it', () => {
  it.each([
    'https://evil.example/disk/1',
    '//evil.example/disk/1',
    '\\\\evil.example\\disk\\1',
    'https://portal.example@evil.example/disk/1',
    'https://portal.example:443@evil.example/disk/1',
    'https://portal.example.evil.example/disk/1',
    'https://portal.example%2eevil.example/disk/1',
    'https://evil.example#@portal.example/',
    'https://evil.example?@portal.example/',
    'https://portal.example:8443/disk/1',
    'http://127.0.0.1/disk/1',
    'http://169.254.169.254/latest/meta-data/',
    'https://[::1]/disk/1',
    'file:///etc/passwd',
    'data:text/plain,hello',
    'javascript:alert(1)',
    'https://[',
  ])('%s is not asked', async (url) => {
    const { guard, asked } = openGuard()

    await expect(downloadFile(guard, origin, url)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
      retry: 'never',
    })
    expect(asked).toEqual([])
  })

  it.each([
    ['/disk/1?auth=t', 'https://portal.example/disk/1?auth=t'],
    ['http://portal.example/disk/1', 'https://portal.example/disk/1'],
    ['https://PORTAL.example:443/disk/1', 'https://portal.example/disk/1'],
    ['https://someone:secret@portal.example/disk/1', 'https://portal.example/disk/1'],
  ])('%s is asked as %s', async (url, address) => {
    const { guard, asked } = openGuard()

    await downloadFile(guard, origin, url)

    expect(asked).toEqual([address])
  })
})

describe('the name of a file, as a portal gives it', () => {
  it.each([
    [`attachment; filename="a.txt"; filename*=utf-8''%D1%8F.txt`, 'я.txt'],
    [`attachment; filename*=utf-8''%zz`, undefined],
    ['attachment; filename="a;b.txt"', 'a'],
    ['attachment', undefined],
  ])('%s reads as %s', async (disposition, name) => {
    const { guard } = openGuard(disposition)

    expect((await downloadFile(guard, origin, '/disk/1')).name).toBe(name)
  })
})
