import { promises as dns } from 'node:dns'
import type { authenticate, DNSResolver } from 'mailauth'

/** Whether a mail comes from where it says. */
export type SenderProof =
  /** Signed by its author's domain, or handed over by a server of that domain. */
  | 'proven'
  | 'unproven'
  /** The domain says that a mail like this is not one of its own. */
  | 'forged'

export type ProveSender = (mail: {
  raw: Buffer
  /** In small letters. */
  from: string
  returnPath: string | null
  remote: { ip: string; helo: string } | null
  /** Authentication-Results as they stand in the mail, the topmost first. */
  results: readonly string[]
}) => Promise<SenderProof>

type Options = {
  /** For tests; else the machine's own DNS. */
  resolver?: DNSResolver
  /** Whose Authentication-Results are believed; '' for nobody's. */
  authservId: string
}

/**
 * DMARC as RFC 7489 has it; where a domain publishes no policy, a signature of that very domain, or
 * a server that it lets send, proves the same. Of a mailbox the provider may have written down what
 * it found when the mail came in: believed under its own name, and only the topmost. The library costs
 * some 30 MB, which a server that nobody writes to need not spend.
 */
export function createProveSender({ resolver, authservId }: Options): ProveSender {
  const resolve = resolver ?? ((domain, type) => dns.resolve(domain, type) as Promise<string[]>)
  return async function proveSender(mail) {
    const domain = domainOf(mail.from)
    const { authenticate: checkMail } = await import('mailauth')
    const found = await checkMail(mail.raw, {
      resolver: resolve,
      ...{ disableArc: true, disableBimi: true, mta: 'sla-desk' },
      ...(mail.remote && { ip: mail.remote.ip.replace(/^::ffff:/, ''), helo: mail.remote.helo }),
      ...(mail.returnPath !== null && { sender: mail.returnPath }),
    })
    if (saysProvider(mail.results, authservId, domain)) return 'proven'
    const said = found.dmarc ? found.dmarc.status.result : 'none'
    if (said === 'fail') return 'forged'
    return isSigned(found) || isHandedOver(found, mail.returnPath ?? '', domain)
      ? 'proven'
      : 'unproven'
  }
}

type Found = Awaited<ReturnType<typeof authenticate>>

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/**
 * By the author's domain, and to its end: behind a part of the body that is signed (l=) anybody may
 * have written more. Both flags are a domain and a number, whatever their types say.
 */
const isSigned = ({ dkim }: Found) =>
  dkim.results.some(
    ({ status }) => status.result === 'pass' && Boolean(status.aligned) && !status.underSized,
  )

const isHandedOver = ({ spf, dmarc }: Found, returnPath: string, domain: string) => {
  if (spf === false || spf.status.result !== 'pass') return false
  if (domainOf(returnPath) === domain) return true
  // Without a policy there is no finding about alignment.
  const hasPassed = dmarc !== false && dmarc.status.result === 'pass'
  return hasPassed && Boolean(dmarc.alignment.spf.result)
}

function saysProvider([top = '']: readonly string[], authservId: string, domain: string): boolean {
  const [server = '', ...findings] = top.toLowerCase().split(';')
  if (authservId === '' || server.trim().split(/\s/)[0] !== authservId.toLowerCase()) return false
  return findings.some((finding) => {
    const about = /\bheader\.from=([^\s;()]+)/.exec(finding)?.[1]
    return /^\s*dmarc=pass\b/.test(finding) && about?.replace(/^.*@/, '') === domain
  })
}
