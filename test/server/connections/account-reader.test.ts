import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, test } from 'vitest'
import { createAccountReader } from '#server/connections/account-reader.ts'
import { patienceOf } from '#server/connections/retry-after.ts'
import { MINUTE, SECOND } from '#shared/credits/amounts.ts'
import { json, startProvider } from '#test/support/provider.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const KEY = 'PMAK-0123456789abcdef'
/** Short where it is to be waited for, and else so long that no busy machine reaches it. */
const SHORT_MS = 150
const LONG_MS = 60_000
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function provider(answer: Parameters<typeof startProvider>[0]) {
  const started = await startProvider(answer)
  closers.push(started.close)
  return started
}

function readerOf(url: string, timeoutMs = LONG_MS) {
  return createAccountReader({
    addresses: { postman: url, flowly: url },
    now: () => NOW,
    timeoutMs,
  })
}

/** What a reading of a Postman account gives, where it is answered so. */
async function read(answer: (response: ServerResponse) => void, timeoutMs?: number) {
  const { url } = await provider(answer)
  return readerOf(url, timeoutMs)({ provider: 'postman', key: KEY })
}

function failed(failure: string, patience?: number) {
  return { kind: 'failed', failure, ...(patience === undefined ? {} : { patience }) }
}

describe('an account is read', () => {
  it('at Postman with the key in its own header', async () => {
    const { url, requests } = await provider((response) => json(response, { user: {} }))
    const answer = await readerOf(`${url}/`)({ provider: 'postman', key: KEY })
    expect(answer).toEqual({ kind: 'answered', body: { user: {} } })
    expect(requests).toMatchObject([{ method: 'GET', path: '/me', headers: { 'x-api-key': KEY } }])
  })

  it('at Flowly with the key as a bearer', async () => {
    const { url, requests } = await provider((response) => json(response, { credits: {} }))
    await readerOf(url)({ provider: 'flowly', key: KEY })
    const headers = { authorization: `Bearer ${KEY}` }
    expect(requests).toMatchObject([{ method: 'GET', path: '/api/billing/credits', headers }])
  })

  it('with any JSON, whose shape is looked at later', async () => {
    expect(await read((response) => json(response, [1, 'x']))).toEqual({
      kind: 'answered',
      body: [1, 'x'],
    })
  })
})

const BROKEN: [name: string, answer: (response: ServerResponse) => void, failure: string][] = [
  ['a 401', (response) => response.writeHead(401).end('{}'), 'refused-key'],
  ['a 403', (response) => response.writeHead(403).end('{}'), 'refused-key'],
  ['a 404', (response) => response.writeHead(404).end('{}'), 'misshapen'],
  ['a 204', (response) => response.writeHead(204).end(), 'misshapen'],
  ['a 429', (response) => response.writeHead(429).end('{}'), 'rate-limited'],
  ['a 500', (response) => response.writeHead(500).end('oops'), 'unavailable'],
  ['no JSON', (response) => response.end('<html>'), 'misshapen'],
  ['nothing', (response) => response.end(), 'misshapen'],
  ['half of the JSON', (response) => response.end('{"user": {'), 'misshapen'],
  ['silence', () => {}, 'timed-out'],
  ['silence after the head', (response) => response.writeHead(200).flushHeaders(), 'timed-out'],
  ['silence in the middle', (response) => response.write('{"user":'), 'timed-out'],
  ['a byte now and then', (response) => drip(response), 'timed-out'],
  ['a line that is cut', (response) => response.destroy(), 'unreachable'],
  ['a body that is cut', (response) => cut(response), 'unreachable'],
  ['a body of megabytes', (response) => response.end('x'.repeat(3_000_000)), 'too-large'],
  ['a body without an end', (response) => endless(response), 'too-large'],
  ['a bomb', (response) => bomb(response), 'too-large'],
]

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 10)
  response.on('close', () => clearInterval(timer))
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"user":')
  setTimeout(() => response.destroy(), 10)
}

function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  }
  response.on('drain', more)
  more()
}

function bomb(response: ServerResponse): void {
  response.setHeader('content-encoding', 'gzip')
  response.end(gzipSync('x'.repeat(20_000_000)))
}

describe('an account that answers with', () => {
  test.each(BROKEN)('%s fails by its name', async (_name, answer, failure) => {
    const timeoutMs = failure === 'timed-out' ? SHORT_MS : LONG_MS
    expect(await read(answer, timeoutMs)).toEqual(failed(failure))
  })

  it('nothing at all, as nobody listens, is out of reach', async () => {
    const { url, close } = await startProvider(() => {})
    await close()
    expect(await readerOf(url)({ provider: 'postman', key: KEY })).toEqual(failed('unreachable'))
  })

  test.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed', async (status) => {
    const other = await provider((response) => json(response, { user: {} }))
    const answer = await read((response) => {
      response.writeHead(status, { location: `${other.url}/me` }).end()
    })
    expect(answer).toEqual(failed('redirected'))
    expect(other.requests).toEqual([])
  })

  it('a key that can’t be a header fails without naming it', async () => {
    const { url, requests } = await provider((response) => json(response, {}))
    const answer = await readerOf(url)({ provider: 'postman', key: `${KEY}\r\nx-evil: 1` })
    expect(answer).toEqual(failed('unreachable'))
    expect(requests).toEqual([])
  })

  it('silence is called off when the server stops', async () => {
    const stopping = new AbortController()
    const { url } = await provider(() => stopping.abort())
    const answer = await readerOf(url)({ provider: 'postman', key: KEY, signal: stopping.signal })
    expect(answer).toEqual(failed('unreachable'))
  })
})

describe('how long a provider asks to wait', () => {
  test.each([
    ['seconds', '120', 120 * SECOND],
    ['none', '0', 0],
    ['a date', 'Sat, 21 Nov 2026 10:05:00 GMT', 5 * MINUTE],
    ['a date that is past', 'Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['words', 'soon', undefined],
    ['a negative number', '-5', undefined],
    ['a decimal', '1.5', undefined],
    ['a number past reason', '1'.repeat(40), undefined],
    ['nothing', '', undefined],
  ])('as %s', async (_name, header, patience) => {
    expect(patienceOf(header, NOW)).toBe(patience)
    const answer = await read((response) => {
      response.writeHead(429, { 'retry-after': header }).end()
    })
    expect(answer).toEqual(failed('rate-limited', patience))
  })

  it('also when it is out of order', async () => {
    const answer = await read((response) => {
      response.writeHead(503, { 'retry-after': '60' }).end()
    })
    expect(answer).toEqual(failed('unavailable', MINUTE))
  })
})
