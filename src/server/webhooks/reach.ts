import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** `public`: nothing of the server's own machine and network, which a team could not ask itself. */
export type Reach = 'anywhere' | 'public'

const LOOPBACK_NAMES = ['127.0.0.1', '[::1]', 'localhost']

/**
 * Whoever adds a webhook on a server of this machine alone can ask its addresses anyway; where people
 * come from elsewhere, they could not.
 */
export function usualReach(of: { publicUrl: string; signsIn: boolean }): Reach {
  const isHere = LOOPBACK_NAMES.includes(new URL(of.publicUrl).hostname)
  return of.signsIn && !isHere ? 'public' : 'anywhere'
}

/** The address is one of the server's own network. */
export class OutOfReach extends Error {
  override name = 'OutOfReach'
}

const NOT_PUBLIC = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  // IPv4 by way of IPv6.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6')
}

export function isPublic(address: string): boolean {
  return !NOT_PUBLIC.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** The address that is written in a URL, where it is no name. */
export function addressIn({ hostname }: URL): string | undefined {
  const plain = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(plain) === 0 ? undefined : plain
}

/**
 * Looks a name up, and refuses one that leads to this network. What it gives is what is connected to:
 * a name that means another address a moment later leads nowhere else.
 */
export const publicLookup: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, [])
    const [first] = found
    if (!first || !found.every(({ address }) => isPublic(address)))
      return done(new OutOfReach(), [])
    if (options.all) return done(null, found)
    return done(null, first.address, first.family)
  })
}
