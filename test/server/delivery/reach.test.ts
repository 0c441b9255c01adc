import { describe, expect, it, onTestFinished } from 'vitest'
import { createCaller } from '#server/webhooks/caller.ts'
import { isPublic, usualReach } from '#server/webhooks/reach.ts'
import { startReceiver } from '#test/support/webhook-receiver.ts'

const CALL = { id: 'm', at: Date.now(), body: '{}', secret: `whsec_${btoa('x'.repeat(24))}` }

async function receiver() {
  const started = await startReceiver()
  onTestFinished(started.close)
  return started
}

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
  ])('%s is the server’s own', (address) => {
    expect(isPublic(address)).toBe(false)
  })

  it.each(['8.8.8.8', '172.32.0.1', '11.0.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => expect(isPublic(address)).toBe(true),
  )
})

describe('a webhook of a server that others come to', () => {
  const call = createCaller({ reach: 'public' })

  it.each([
    ['an address of this machine', (port: string) => `http://127.0.0.1:${port}/`],
    ['a name of it', (port: string) => `http://localhost:${port}/`],
    ['its address in other figures', (port: string) => `http://0x7f.1:${port}/`],
    ['its address as IPv6 has it', (port: string) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['its address with TLS', (port: string) => `https://127.0.0.1:${port}/`],
  ])('%s is not called, and the log of deliveries says why', async (_, urlAt) => {
    const { url, taken } = await receiver()
    expect(await call({ ...CALL, url: urlAt(new URL(url).port) })).toEqual({
      kind: 'failed',
      detail:
        'It is in the network of this server, where nothing is sent. Whoever runs the server can allow it.',
      isFinal: false,
    })
    expect(taken).toEqual([])
  })

  it('reaches it where the operator says so', async () => {
    const { url, taken } = await receiver()
    const { port } = new URL(url)
    for (const host of ['127.0.0.1', 'localhost']) {
      const outcome = await createCaller()({ ...CALL, url: `http://${host}:${port}/` })
      expect(outcome.kind).toBe('sent')
    }
    expect(taken).toHaveLength(2)
  })
})

it.each([
  ['https://headroom.example', true, 'public'],
  ['http://127.0.0.1:4280', true, 'anywhere'],
  ['http://localhost:4280', true, 'anywhere'],
  ['https://headroom.example', false, 'anywhere'],
] as const)('at %s, signing in: %s, webhooks go to %s addresses', (publicUrl, signsIn, reach) => {
  expect(usualReach({ publicUrl, signsIn })).toBe(reach)
})
