import { BlockList, isIP, isIPv6 } from 'node:net'

/** The guard does not let a request go to this place. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError'
  /** axios keeps it. */
  readonly code = 'ERR_ADDRESS_REFUSED'
}

// IANA special-purpose registries: everything that is not a public unicast address.
const ipv4Ranges = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
/** Public IPv6 lies in 2000::/3; what there leads elsewhere (Teredo, 6to4, documentation) is out. */
const ipv6Public = blockListOf(['2000::/3'])
const ipv6Ranges = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']
const special = blockListOf([...ipv4Ranges, ...ipv6Ranges])

/** Hosts and ranges of private networks that an administrator has allowed. */
export type Allowance = {
  /** The name itself is trusted, wherever it leads. */
  hasHost(host: string): boolean
  hasAddress(address: string): boolean
}

/** @param entries host names, addresses or ranges ('portal.lan', '10.1.2.3', '10.0.0.0/8') */
export function createAllowance(entries: readonly string[]): Allowance {
  const hosts = new Set(entries.filter((entry) => !entry.includes('/')).map(bareHost))
  const ranges = blockListOf(entries.filter((entry) => entry.includes('/')))
  return {
    hasHost: (host) => hosts.has(bareHost(host)),
    hasAddress: (address) => {
      const plain = unmapped(address)
      return hosts.has(plain) || matches(ranges, plain)
    },
  }
}

/** Whether the address is a public one, by which no inner network can be reached. */
export function isPublic(address: string): boolean {
  const plain = unmapped(address)
  if (isIP(plain) === 0 || matches(special, plain)) return false
  return !isIPv6(plain) || matches(ipv6Public, plain)
}

/** Host name without IPv6 brackets and the final dot, in small letters. */
export const bareHost = (host: string) =>
  host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()

/** ::ffff:127.0.0.1 and ::ffff:7f00:1 → 127.0.0.1 */
function unmapped(address: string): string {
  const bare = bareHost(address).replace(/%.*$/, '')
  if (!isIPv6(bare)) return bare
  const normal = bareHost(new URL(`http://[${bare}]/`).hostname)
  const tail = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(normal)
  if (!tail) return normal
  const value = Number.parseInt(tail[1] ?? '', 16) * 0x10000 + Number.parseInt(tail[2] ?? '', 16)
  return [24, 16, 8, 0].map((shift) => String((value >>> shift) & 255)).join('.')
}

const matches = (list: BlockList, address: string) =>
  isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/')
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4')
  }
  return list
}
