import * as fc from 'fast-check'
import type { Operation } from './document.ts'
import { type Known, madeOf } from './schema-values.ts'

export type Sent = {
  operation: Operation
  caller: string
  method: string
  /** Path and query. */
  target: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
  /** Whether its method or address is no more that of the operation. */
  isElsewhere: boolean
}

const JSON_TYPE = 'application/json'

const ODD_VALUES = [
  ...[null, true, '', '1', -1, 0, 0.1, 1e308, 2 ** 53, 2 ** 63, [], {}, [[]]],
  ...['\u0000', '\ud800', '💥'.repeat(200), 'x'.repeat(5_000), '__proto__', '../..', "' or 1=1 --"],
  ...['2026-02-30', '0000-00-00', '1e3', 'NaN', '-0', ' acme ', 'ACME', 'acme\n', '<b>', '=1+1'],
]
const ODD_TEXTS = ODD_VALUES.filter((value) => typeof value === 'string')
const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'roles', 'operator', 'team', 'extra']
const ODD_BODIES: (string | Uint8Array)[] = [
  ...[
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{}',
    '[{}]',
    'undefined',
    '{"a":1,"a":2}',
    '1e999',
    '\ufeff{}',
  ],
  '['.repeat(20_000),
  `{"a":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_001)}`,
  '{"__proto__":{"operator":true}}',
  new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
  new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  'x'.repeat(300_000),
]
const ODD_HEADERS: Record<string, string>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-encoding': 'gzip' },
  { origin: 'https://evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '203.0.113.9' },
  { 'x-request-id': 'é'.repeat(3) },
  { 'x-request-id': 'x'.repeat(2_000) },
  { authorization: 'Bearer' },
  { authorization: `Bearer hrs_${'0'.repeat(16)}_${'A'.repeat(43)}` },
  { 'x-api-key': 'x'.repeat(3_000) },
  { 'x-headroom-embed': 'A'.repeat(16) },
  { 'x-headroom-embed': '' },
  { range: 'bytes=0-1' },
  { accept: 'text/html' },
  { 'if-none-match': '*' },
]
const ODD_PATHS = [
  '//',
  '/./',
  '/%2e%2e/',
  '/%2F',
  ';x=1',
  '/',
  '%',
  '%00',
  '%ff',
  '.csv',
  '?',
  '#',
]

/** Requests of any operation by any caller: as documented, nearly so, and anything else. */
export function requestsOf(
  operations: readonly Operation[],
  { known, callers }: { known: Known; callers: readonly string[] },
): fc.Arbitrary<Sent> {
  const caller = fc.constantFrom(...callers)
  return fc.oneof(
    ...operations.map((operation) => {
      const asked = fc.record({ caller, parts: partsOf(operation, known) })
      const valid = asked.map(({ caller, parts }) => sent(operation, caller, parts))
      return fc.oneof(
        { weight: 5, arbitrary: valid },
        { weight: 3, arbitrary: fc.tuple(asked, oddity).map((both) => nearly(operation, ...both)) },
        { weight: 2, arbitrary: valid.chain(garbled) },
      )
    }),
  )
}

type Parts = { path: Fields; query: Fields; header: Fields; body: unknown }
type Fields = Record<string, unknown>

function partsOf({ parameters, body }: Operation, known: Known): fc.Arbitrary<Parts> {
  const fields = (place: string) => {
    const ofPlace = parameters.filter((each) => each.in === place)
    const values = ofPlace.map(({ name, schema }) => [name, madeOf(schema, known, name)] as const)
    const requiredKeys = ofPlace.filter(({ required }) => required).map(({ name }) => name)
    return fc.record(Object.fromEntries(values), { requiredKeys })
  }
  return fc.record({
    path: fields('path'),
    query: fields('query'),
    header: fields('header'),
    body: body ? madeOf(body, known) : fc.constant(undefined),
  })
}

function sent(operation: Operation, caller: string, { path, query, header, body }: Parts): Sent {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(wellFormed(`${path[name]}`)),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.append(name, wellFormed(`${value}`))
  const headers = Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name, latin(`${value}`)]),
  )
  return {
    operation,
    caller,
    method: operation.method,
    target: search.size === 0 ? filled : `${filled}?${search}`,
    headers: operation.body ? { 'content-type': JSON_TYPE, ...headers } : headers,
    body: operation.body ? JSON.stringify(body) : undefined,
    isElsewhere: false,
  }
}

type Oddity = {
  where: 'path' | 'query' | 'body' | 'more'
  at: number
  odd: unknown
  text: string
  name: string
}

const oddity: fc.Arbitrary<Oddity> = fc.record({
  where: fc.constantFrom('path', 'query', 'body', 'more'),
  at: fc.nat(),
  odd: fc.constantFrom(...ODD_VALUES),
  text: fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary' })),
  name: fc.constantFrom(...ODD_NAMES),
})

/** One thing about it is not as documented. */
function nearly(
  operation: Operation,
  { caller, parts }: { caller: string; parts: Parts },
  { where, at, odd, text, name }: Oddity,
): Sent {
  const { path, query, body } = parts
  switch (where) {
    case 'path':
      return sent(operation, caller, { ...parts, path: withOdd(path, at, text) })
    case 'query':
      return sent(operation, caller, { ...parts, query: withOdd(query, at, text) })
    case 'body':
      return sent(operation, caller, { ...parts, body: changed(body, at, odd) })
    case 'more': {
      const more = isFields(body) ? { ...body, [name]: odd } : [body]
      return sent(operation, caller, { ...parts, query: { ...query, [name]: text }, body: more })
    }
    default:
      return where satisfies never
  }
}

/** Another body, header, method or address altogether. */
function garbled(request: Sent): fc.Arbitrary<Sent> {
  return fc.oneof(
    fc.constantFrom(...ODD_BODIES).map((body) => ({ ...request, body })),
    fc.string({ unit: 'binary', maxLength: 50 }).map((body) => ({ ...request, body })),
    fc
      .constantFrom(...ODD_HEADERS)
      .map((odd) => ({ ...request, headers: { ...request.headers, ...odd } })),
    fc
      .constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY')
      .map((method) => ({ ...request, method, isElsewhere: method !== request.method })),
    fc.tuple(fc.constantFrom(...ODD_PATHS), fc.nat()).map(([odd, at]) => {
      const { target } = request
      const place = 1 + (at % target.length)
      return {
        ...request,
        target: `${target.slice(0, place)}${odd}${target.slice(place)}`,
        isElsewhere: true,
      }
    }),
    fc.constant({
      ...request,
      target: `${request.target}${request.target.includes('?') ? '&' : '?'}limit=1&limit=2&team=acme&team=beta`,
    }),
  )
}

function withOdd(fields: Fields, at: number, value: unknown): Fields {
  const names = Object.keys(fields)
  const name = names[at % Math.max(1, names.length)] ?? 'cursor'
  return { ...fields, [name]: value }
}

/** A value somewhere in it is another one, or is not there. */
function changed(value: unknown, at: number, odd: unknown): unknown {
  if (!isFields(value)) return odd
  const names = Object.keys(value)
  const name = names[at % Math.max(1, names.length)]
  if (name === undefined) return odd
  const rest = Math.floor(at / 7)
  if (rest % 5 === 0)
    return Object.fromEntries(
      names.filter((each) => each !== name).map((each) => [each, value[each]]),
    )
  return { ...value, [name]: rest % 2 === 0 ? changed(value[name], rest, odd) : odd }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An address holds no half of a pair. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}

/** A header holds no other characters. */
function latin(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '?')
}
