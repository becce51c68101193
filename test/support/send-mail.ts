import { generateKeyPairSync } from 'node:crypto'
import type { DNSResolver } from 'mailauth'
import { createTransport, type SendMailOptions } from 'nodemailer'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** The mail domain of «Ромашка», and how it signs. */
const domain = 'romashka.example'
const records: Record<string, string> = {
  [`mail._domainkey.${domain}`]: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
  [`_dmarc.${domain}`]: 'v=DMARC1; p=reject',
}

/** A DNS that knows the customer's domain and nothing else. */
export const customerDns: DNSResolver = (name, type) => {
  const record = type === 'TXT' ? records[name] : undefined
  return record === undefined
    ? Promise.reject(Object.assign(new Error(`queryTxt ENOTFOUND ${name}`), { code: 'ENOTFOUND' }))
    : Promise.resolve([[record]])
}

export const customerSignature = {
  domainName: domain,
  keySelector: 'mail',
  privateKey,
}

export type Sent = { code: number; response: string }

/**
 * Hands a mail to the door as a mail server would.
 *
 * @param localAddress of the mail server: 127.0.0.2 is another one
 * @returns what the door said
 */
export async function sendMail(
  port: number | null,
  mail: SendMailOptions,
  localAddress = '127.0.0.1',
): Promise<Sent> {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: port ?? 0, secure: false, localAddress },
    tls: { rejectUnauthorized: false },
  })
  try {
    const { response } = await transport.sendMail(mail)
    return { code: Number(response.slice(0, 3)), response }
  } catch (error) {
    if (!(error instanceof Error && 'responseCode' in error)) throw error
    return { code: Number(error.responseCode), response: error.message }
  } finally {
    transport.close()
  }
}
