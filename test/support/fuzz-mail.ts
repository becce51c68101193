import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadMail } from '../../server/mail/read-mail.ts'
import type { Random } from '../torture/random.ts'
import { mailFixture } from './mail-fixture.ts'

const folder = join(import.meta.dirname, '../fixtures/mail')
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => mailFixture(name.replace('.eml', '')))
const [firstSeed = Buffer.alloc(0), ...otherSeeds] = seeds

const nasty = [
  '\r\n\r\n',
  '\r\n.\r\n',
  '\0',
  '--b1\r\n',
  '--b1--\r\n',
  'Content-Type: multipart/mixed; boundary=""\r\n',
  'Content-Type: multipart/mixed; boundary=b1\r\n',
  'Content-Type: text/html; charset=utf-7\r\n',
  'Content-Type: text/plain; charset=' + 'x'.repeat(500) + '\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: uuencode\r\n',
  'Content-Type: text/plain; format=flowed; delsp=yes\r\n',
  "Content-Disposition: attachment; filename*0*=utf-8''%FF%; filename*999=x\r\n",
  'Subject: =?utf-8?B?////?= =?x?Q?=\r\n',
  'From: "a" <a@b>, <c@d>;;,@:\r\n',
  'References: ' + '<a@b> '.repeat(300) + '\r\n',
  '<'.repeat(400),
  '<table><tr><td>'.repeat(200),
  '> '.repeat(300),
  ' '.repeat(3000) + ':',
  '\u202e\ud83d\udc69\u200d',
] as const

/** A mail as no program would send it: one of the fixtures, torn and sewn together at random. */
export function fuzzMail(random: Random): Buffer {
  let mail = random.pick([firstSeed, ...otherSeeds])
  for (let rounds = 1 + random.below(8); rounds > 0; rounds--) mail = change(mail, random)
  return mail
}

function change(mail: Buffer, random: Random): Buffer {
  const at = random.below(mail.length + 1)
  const size = random.below(Math.min(400, mail.length - at) + 1)
  const [before, part, after] = [
    mail.subarray(0, at),
    mail.subarray(at, at + size),
    mail.subarray(at + size),
  ]
  switch (random.below(7)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return before
    case 2:
      return Buffer.concat([
        before,
        ...Array.from({ length: 1 + random.below(30) }, () => part),
        after,
      ])
    case 3:
      return Buffer.concat([
        before,
        Buffer.from(random.pick([...nasty] as [string, ...string[]])),
        part,
        after,
      ])
    case 4:
      return Buffer.concat([before, noise(size, random), after])
    case 5:
      return Buffer.concat([before, random.pick([firstSeed, ...otherSeeds]), after])
    default:
      return Buffer.from(
        mail.toString('latin1').replaceAll('\r\n', random.pick(['\n', '\r'])),
        'latin1',
      )
  }
}

const noise = (size: number, random: Random) =>
  Buffer.from(Array.from({ length: Math.min(size, 40) }, () => random.below(256)))

/** What holds for whatever has been sent. @returns what does not */
export function faultsOf(mail: ReadMail): string[] {
  const unsafe = /[^\P{C}\n\t]/u
  return [
    mail.original.length > 100_000 && 'text too long',
    mail.text.length > mail.original.length && 'more words than came',
    mail.files.length > 10 && 'too many files',
    mail.subject.length > 250 && 'subject too long',
    mail.references.length > 50 && 'too many references',
    [mail.text, mail.subject, mail.from?.name ?? '', ...mail.files.map(({ name }) => name)].some(
      (text) => unsafe.test(text),
    ) && 'control characters',
    mail.files.some(({ name }) => /[\\/]/.test(name)) && 'path in a file name',
  ].filter((fault) => fault !== false)
}
