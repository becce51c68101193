import { describe, expect, it } from 'vitest'
import { cleanFileName } from '../../../../shared/ticket/file-name.ts'

describe('cleanFileName', () => {
  it.each([
    ['снимок экрана 1.png', 'снимок экрана 1.png'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\windows\\x.dll', 'C__windows_x.dll'],
    ['.htaccess', 'htaccess'],
    ['a\u202egnp.exe', 'a_gnp.exe'],
    ['a\r\nb.txt', 'a__b.txt'],
    ['  ', 'file'],
    ['...', 'file'],
  ])('%j → %j', (given, clean) => {
    expect(cleanFileName(given)).toBe(clean)
  })

  it('cuts a long name before its extension', () => {
    const clean = cleanFileName(`${'я'.repeat(400)}.png`)

    expect(clean).toHaveLength(150)
    expect(clean.endsWith('я.png')).toBe(true)
  })
})
