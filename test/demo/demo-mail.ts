import type { DNSResolver } from 'mailauth'
import type { WorldOptions } from '../support/start-world.ts'

/** To which the demo's customers write. */
export const demoDesk = 'support@martinsoft.example'

/** «Ромашка» lets this machine send its mail (SPF), so that any SMTP client may play its people. */
const records: Record<string, string> = {
  'romashka.example': 'v=spf1 ip4:127.0.0.1 -all',
  '_dmarc.romashka.example': 'v=DMARC1; p=reject',
}

const resolver: DNSResolver = (name, type) => {
  const record = type === 'TXT' ? records[name] : undefined
  return record === undefined
    ? Promise.reject(Object.assign(new Error(`ENOTFOUND ${name}`), { code: 'ENOTFOUND' }))
    : Promise.resolve([[record]])
}

/** The receiver is on. */
export const demoMail = {
  mail: { MAIL_ADDRESS: demoDesk, MAIL_SMTP_PORT: '0' },
  resolver,
} satisfies WorldOptions
