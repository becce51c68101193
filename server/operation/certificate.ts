import { connect } from 'node:tls'
import type { CertificateView } from '../../shared/api/condition.ts'
import type { Clock, Instant } from '../../shared/time.ts'

const goodForMs = 60 * 60_000
const patienceMs = 5000

/**
 * The certificate that stands at our own address, as those see it who come from outside; read at most
 * once an hour, and nowhere else than there.
 *
 * @returns null when the address is not HTTPS
 */
export function createReadCertificate(publicUrl: string, clock: Clock) {
  const { protocol, hostname, port } = new URL(publicUrl)
  let known: { at: Instant; view: Promise<CertificateView> } | undefined

  return async function readCertificate(): Promise<CertificateView | null> {
    if (protocol !== 'https:') return null
    const now = clock.now()
    if (!known || now - known.at >= goodForMs)
      known = { at: now, view: look(hostname, port === '' ? 443 : Number(port)) }
    return known.view
  }
}

/** One that is not good is looked at too: what is wrong with it shall be said. */
function look(host: string, port: number): Promise<CertificateView> {
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port, servername: host },
      rejectUnauthorized: false,
    })
    const settle = (view: Omit<CertificateView, 'host'>) => {
      socket.destroy()
      resolve({ host, ...view })
    }
    socket.setTimeout(patienceMs, () => {
      settle({ until: null, problem: 'ETIMEDOUT' })
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle({ until: null, problem: error.code ?? error.message })
    })
    socket.once('secureConnect', () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to)
      const { authorizationError: fault } = socket
      // Not an Error in fact, whatever its type says.
      const problem = fault as unknown as string | null
      settle({
        until: Number.isNaN(until) ? null : until,
        problem: socket.authorized ? null : problem,
      })
    })
  })
}
