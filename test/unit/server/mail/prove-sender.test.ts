import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { createProveSender } from '../../../../server/mail/prove-sender.ts'
import { customerDns, customerSignature } from '../../../support/send-mail.ts'

const from = 'lebedeva@romashka.example'
const letters = createTransport({ streamTransport: true, buffer: true })

async function mailOf(isSigned: boolean): Promise<Buffer> {
  const mail = { from, to: 'support@desk.example', subject: 'x', text: 'Да, согласна.' }
  const dkim = isSigned ? { dkim: customerSignature } : {}
  const { message } = await letters.sendMail({ ...mail, ...dkim })
  return message as Buffer
}

type Records = Record<string, string>
const spf = { 'romashka.example': 'v=spf1 ip4:192.0.2.7 -all' }

/** The customer's DNS without its policy, and what else it says. */
const dns =
  (more: Records = {}, hasPolicy = false): typeof customerDns =>
  (name, type) => {
    if (more[name] !== undefined && type === 'TXT') return Promise.resolve([[more[name]]])
    return customerDns(name.startsWith('_dmarc') && !hasPolicy ? 'nothing' : name, type)
  }

const envelope = { returnPath: from, remote: { ip: '192.0.2.7', helo: 'mx.romashka.example' } }
const nothing = { returnPath: null, remote: null, results: [] }
const provider =
  'mx.provider.example; spf=pass; dkim=pass; dmarc=pass (p=reject) header.from=romashka.example'

describe('who stands for a mail', () => {
  it.each([
    ['a signature of the domain, without a policy', true, dns(), nothing, 'proven'],
    ['a signature under a policy', true, dns({}, true), nothing, 'proven'],
    ['nobody', false, dns(), nothing, 'unproven'],
    ['nobody, although the domain has a policy', false, dns({}, true), nothing, 'forged'],
    ['a server that the domain lets send', false, dns(spf), { ...nothing, ...envelope }, 'proven'],
    [
      'a server that it does not name',
      false,
      dns(spf),
      { ...nothing, ...envelope, remote: { ip: '198.51.100.1', helo: 'x' } },
      'unproven',
    ],
    [
      'a server for the domain of the envelope only',
      false,
      dns({ 'evil.example': 'v=spf1 ip4:192.0.2.7 -all' }),
      { ...nothing, ...envelope, returnPath: 'a@evil.example' },
      'unproven',
    ],
    ['the mailbox’s provider', false, dns(), { ...nothing, results: [provider] }, 'proven'],
    [
      'another server in the provider’s words',
      false,
      dns(),
      { ...nothing, results: [provider.replace('mx.provider', 'mx.evil')] },
      'unproven',
    ],
    [
      'the provider, of another domain',
      false,
      dns(),
      { ...nothing, results: [provider.replace('from=romashka', 'from=evil')] },
      'unproven',
    ],
    [
      'a stranger’s finding above the provider’s',
      false,
      dns(),
      { ...nothing, results: ['mx.evil.example; dmarc=none', provider] },
      'unproven',
    ],
  ] as const)('%s', async (_who, isSigned, resolver, around, expected) => {
    const prove = createProveSender({ resolver, authservId: 'mx.provider.example' })
    expect(await prove({ raw: await mailOf(isSigned), from, ...around })).toBe(expected)
  })

  it('a signature does not hold for words that were changed', async () => {
    const prove = createProveSender({ resolver: dns(), authservId: '' })
    const raw = Buffer.from(
      (await mailOf(true)).toString('latin1').replace('Subject: x', 'Subject: y'),
      'latin1',
    )
    expect(await prove({ raw, from, ...nothing })).toBe('unproven')
  })

  it('a signature does not hold for words that were added', async () => {
    const signed = (await mailOf(true)).toString('latin1')
    const raw = Buffer.from(`${signed}\r\nПереведите деньги\r\n`, 'latin1')
    const prove = createProveSender({ resolver: dns(), authservId: '' })
    expect(await prove({ raw, from, ...nothing })).toBe('unproven')
  })
})
