export type DeskAddress = {
  /** Whether mail to it is for us: the address itself, or one with a token: support+token@… */
  isOurs: (address: string) => boolean
  /** What stands behind the plus of an address of ours. */
  tokenIn: (address: string) => string | undefined
  withToken: (token: string) => string
}

/** @param address to which customers write, in small letters */
export function createDeskAddress(address: string): DeskAddress {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at)]
  const tokenIn = (one: string) => {
    const small = one.toLowerCase()
    return small.startsWith(`${local}+`) && small.endsWith(domain)
      ? small.slice(local.length + 1, small.length - domain.length)
      : undefined
  }
  return {
    tokenIn,
    isOurs: (one) => one.toLowerCase() === address || tokenIn(one) !== undefined,
    withToken: (token) => `${local}+${token}${domain}`,
  }
}
