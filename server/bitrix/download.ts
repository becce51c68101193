import type { AxiosResponse } from 'axios'
import { BitrixError, ownCodes, readRefusal, toBitrixError } from './errors.ts'
import type { Guard } from './guard.ts'

export type Downloaded = { name: string | undefined; bytes: Buffer }

/** Comments and items carry screenshots and logs; what is larger stays where it is. */
const maxBytes = 30 * 1024 * 1024
const method = 'file'

/**
 * Fetches a file by an address that the portal gave for programs (platform.md §3.1, §5.4).
 *
 * @param origin of the portal; files come from nowhere else
 * @throws BitrixError
 */
export async function downloadFile(guard: Guard, origin: string, url: string): Promise<Downloaded> {
  const address = ownAddress(origin, url)
  const answer = await guard.request
    .get<unknown, AxiosResponse<Buffer>>(address, {
      responseType: 'arraybuffer',
      maxContentLength: maxBytes,
      headers: { Accept: '*/*', 'Accept-Language': 'ru,en', Referer: `${origin}/` },
    })
    .catch((error: unknown) => {
      throw toBitrixError(method, error)
    })
  const disposition: unknown = answer.headers['content-disposition']
  if (typeof disposition !== 'string') refuseError(answer)
  return { name: nameIn(disposition), bytes: answer.data }
}

function ownAddress(origin: string, url: string): string {
  const address = URL.canParse(url, origin) ? new URL(url, origin) : null
  if (address?.host !== new URL(origin).host)
    throw new BitrixError({
      method,
      code: ownCodes.addressRefused,
      status: 0,
      message: 'The file does not lie on the host of the portal',
    })
  // Behind a proxy a box may call itself http.
  address.protocol = new URL(origin).protocol
  address.username = address.password = ''
  return address.href
}

/** A portal may tell a refusal with HTTP 200 in place of the file. */
function refuseError({ data, status }: AxiosResponse<Buffer>): void {
  const refusal = readRefusal(method, data, status)
  if (refusal) throw refusal
}

/** RFC 6266: the encoded name before the plain one. */
function nameIn(disposition: unknown): string | undefined {
  if (typeof disposition !== 'string') return undefined
  const encoded = /filename\*=(?:utf-8)''([^;]+)/i.exec(disposition)?.[1]
  if (encoded !== undefined) return decoded(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1]
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim())
  } catch {
    // Percent signs that encode nothing: the file goes by another name.
    return undefined
  }
}
