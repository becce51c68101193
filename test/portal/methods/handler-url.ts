import { RestError } from '../rest-error.ts'
import { type World } from '../world.ts'

const isLoopback = (host: string): boolean => /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(host)

/**
 * Handlers are http or https with a real domain. Loopback addresses are this emulator's one
 * deviation; the strict mode refuses them and plain http as a portal does.
 */
export function checkHandlerUrl(world: World, handler: string): void {
  const wrong = new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL')
  if (!URL.canParse(handler)) throw wrong
  const url = new URL(handler)
  const isStrict = world.options.isStrict ?? false
  const protocols = isStrict ? ['https:'] : ['http:', 'https:']
  if (!protocols.includes(url.protocol)) {
    throw new RestError('ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported event handler protocol')
  }
  if (isStrict && (isLoopback(url.hostname) || !url.hostname.includes('.'))) throw wrong
}
