import { describe, expect, it } from 'vitest'
import { clientOf } from '#server/address.ts'

const PROXY = '10.0.0.1'
const NEAR = '10.0.0.2'

describe('where a request comes from', () => {
  it.each([
    ['nobody’s word but the connection’s', '192.0.2.7', ['203.0.113.9'], [], '192.0.2.7'],
    ['of the operator’s proxy, its word', PROXY, ['203.0.113.9'], [PROXY], '203.0.113.9'],
    [
      'of a proxy, not what is said to be behind it',
      PROXY,
      ['8.8.8.8', '203.0.113.9'],
      [PROXY],
      '203.0.113.9',
    ],
    ['through two proxies', NEAR, ['203.0.113.9', PROXY], [PROXY, NEAR], '203.0.113.9'],
    ['another’s address made up by somebody', '192.0.2.7', [PROXY], [PROXY], '192.0.2.7'],
    ['IPv4 in IPv6 is one address', '::ffff:192.0.2.7', [], [], '192.0.2.7'],
    ['a proxy itself', PROXY, [], [PROXY], PROXY],
    ['no connection', undefined, [], [], undefined],
  ] as const)('%s', (_, peer, forwarded, proxies, from) => {
    expect(clientOf({ peer, forwarded, proxies })).toBe(from)
  })
})
