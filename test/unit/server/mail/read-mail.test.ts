import { describe, expect, it } from 'vitest'
import { mailFixture, readAsDesk } from '../../../support/mail-fixture.ts'

const read = (name: string) => readAsDesk(mailFixture(name))

describe('reading a mail', () => {
  it.each([
    [
      'koi8-r',
      'Не открывается отчёт по складу',
      'Добрый день!\n\nОтчёт по складу не открывается со вчерашнего дня, ошибка 0x80040E14.',
    ],
    [
      'windows-1251',
      'Печать не работает',
      'Печать из «1С» не работает ни на одном принтере — №5 тоже.',
    ],
    [
      'no-charset',
      'Срочно: не работает касса',
      'Здравствуйте. Касса не печатает чеки, покупатели ждут в очереди.',
    ],
    ['no-charset-html', 'Ответ', 'Сервер снова не отвечает,\n\nпомогите, пожалуйста.'],
  ])('%s keeps every letter of subject and text', async (name, subject, text) => {
    expect(await read(name)).toMatchObject({ kind: 'person', subject, text, isWhole: true })
  })

  it('without MIME names its author all the same', async () => {
    expect((await read('no-charset')).from).toEqual({
      address: 'lebedeva@romashka.example',
      name: 'Анна',
    })
  })

  it('of HTML alone with files gives words and files, their names made harmless', async () => {
    const mail = await read('html-with-file')
    expect(mail.text).toBe('Вот снимок ошибки.\n\n * первый раз в 9:15\n * второй раз в 9:40')
    expect(mail.files.map(({ name, type }) => [name, type])).toEqual([
      ['Снимок экрана.png', 'image/png'],
      ['windowsevil_name_.exe', 'application/octet-stream'],
    ])
    expect(mail.files[0]?.bytes.subarray(1, 4).toString()).toBe('PNG')
  })

  it('that carries another mail keeps that as a file and does not read it as its own words', async () => {
    const mail = await read('nested')
    expect(mail.text).toBe('Пересылаю письмо кладовщика.')
    expect(mail.messageId).toBe('<nested@romashka.example>')
    expect(mail.files.map(({ name }) => name)).toEqual(['image.png', 'mail.eml'])
  })

  it.each([
    ['reply-gmail', 'Да, после перезагрузки заработало.'],
    ['reply-gmail-en', 'It works again, thank you.'],
    ['reply-outlook', 'Не помогло: ошибка та же.'],
    ['reply-outlook-en', 'Still the same error.'],
    ['reply-yandex', 'Согласна на работы ночью.'],
    ['reply-mail-ru', 'Принтер теперь печатает.'],
    ['reply-thunderbird', 'Перезагрузили дважды.\n\nВерсия 5.1 от прошлого года.'],
    ['reply-original-message', 'Коллеги, ошибка осталась.'],
  ])('%s leaves only what was answered; the original stays whole', async (name, text) => {
    const mail = await read(name)
    expect(mail.text).toBe(text)
    expect(mail.original.length).toBeGreaterThan(text.length + 20)
    expect(mail.references).toEqual(['<m2@desk.example>', '<m2@desk.example>', '<m1@desk.example>'])
  })

  it.each([
    ['out-of-office', 'automatic'],
    ['mailing-list', 'automatic'],
    ['loop', 'own'],
    ['bounce', 'bounce'],
    ['bounce-delayed', 'bounce'],
    ['bounce-in-words', 'bounce'],
    ['two-authors', 'person'],
  ])('%s is known as %s', async (name, kind) => {
    expect((await read(name)).kind).toBe(kind)
  })

  it('with several authors has none: nobody can be trusted for it', async () => {
    expect((await read('two-authors')).from).toBeNull()
  })

  it.each([
    ['bounce', true, '<m2@desk.example>', '550 5.1.1 <lebedeva@romashka.example>: User unknown'],
    ['bounce-delayed', false, '<m3@desk.example>', '4.4.1'],
    ['bounce-in-words', true, '<m4@desk.example>', '5.2.2'],
  ])('%s says whom our mail has not reached', async (name, isFinal, messageId, reason) => {
    const recipient = 'lebedeva@romashka.example'
    expect((await read(name)).bounce).toEqual({ recipient, isFinal, messageId, reason })
  })
})

describe('what somebody sends to do harm', () => {
  const head = 'From: a@romashka.example\r\nSubject: x\r\nMessage-ID: <x@y>\r\n'
  const bytes = (...parts: string[]) => Buffer.from(parts.join(''))

  it('20 MB of attachments are read; what is too large is named and left out', async () => {
    const file = (name: string, size: number) =>
      `--b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=${name}\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${'QUJD'
        .repeat(18)
        .concat('\r\n')
        .repeat(size / 54)}\r\n`
    const raw = bytes(
      head,
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
      '--b\r\nContent-Type: text/plain\r\n\r\nSee files\r\n',
      file('small.zip', 5_400_000),
      file('large.zip', 10_800_000),
      '--b--\r\n',
    )
    expect(raw.length).toBeGreaterThan(20_000_000)
    const mail = await readAsDesk(raw)
    expect(mail).toMatchObject({ text: 'See files', leftOut: ['large.zip'], isWhole: true })
    expect(mail.files.map(({ name, bytes: { length } }) => [name, length])).toEqual([
      ['small.zip', 5_400_000],
    ])
  })

  it('a thousand parts within parts end the reading, not the program', async () => {
    const open = (depth: number) =>
      `Content-Type: multipart/mixed; boundary=b${String(depth)}\r\n\r\n--b${String(depth)}\r\n`
    const raw = bytes(head, ...Array.from({ length: 1000 }, (_, depth) => open(depth)))
    expect(await readAsDesk(raw)).toMatchObject({ subject: 'x', isWhole: false, files: [] })
  })

  it('HTML nested a hundred thousand deep gives its words', async () => {
    const raw = bytes(head, 'Content-Type: text/html\r\n\r\n', '<div>'.repeat(100_000), 'Words')
    expect((await readAsDesk(raw)).text).toBe('Words')
  })

  it('a head of 5 MB is not read on', async () => {
    const raw = bytes(head, `X-Long: ${'a'.repeat(5_000_000)}\r\n\r\ntext`)
    expect((await readAsDesk(raw)).isWhole).toBe(false)
  })
})
