import { getConnInfo } from '@hono/node-server/conninfo'
import type { MiddlewareHandler } from 'hono'

const V4_IN_V6 = /^::ffff:(?=\d+\.)/

/**
 * Notes where a request comes from. A proxy's word for it is taken only from the proxies that the
 * operator named: anybody can send the header.
 */
export function withAddress(proxies: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
    c.set('address', clientOf({ peer: peerOf(c), forwarded, proxies }))
    await next()
  }
}

/** The nearest address that is no proxy of ours: what is said to be behind it may be made up. */
export function clientOf(options: {
  peer: string | undefined
  forwarded: readonly string[]
  proxies: readonly string[]
}): string | undefined {
  const { peer, forwarded, proxies } = options
  const way = [...forwarded.filter((each) => each !== ''), ...(peer === undefined ? [] : [peer])]
  const plain = way.map((address) => address.replace(V4_IN_V6, ''))
  return plain.findLast((address) => !proxies.includes(address)) ?? plain[0]
}

/** Nothing for a request that came over no connection. */
function peerOf(c: Parameters<typeof getConnInfo>[0]): string | undefined {
  return c.env && 'incoming' in c.env ? getConnInfo(c).remote.address : undefined
}
