import { describe, expect, it, test } from 'vitest'
import { usageEventSchema } from '#shared/contract/event.ts'

const CONTEXT = {
  specversion: '1.0',
  id: 'e-1',
  source: 'flows',
  time: '2026-06-05T10:00:00.123+05:45',
  team: 'acme',
  subject: 'ada@acme.test',
}

const EVENTS = {
  'headroom.flows.usage': { flow: 'f-1', run: 'cloud', item: 'connector', count: 3 },
  'headroom.ai.usage': { action: 'write-tests', credits: 4 },
  'headroom.api.calls': { group: 'monitors', count: 7 },
  'headroom.assistant.usage': {
    server: 's-1',
    model: 'claude-haiku-4.5',
    inputTokens: 1_200,
    outputTokens: 1,
  },
  'headroom.reported.usage': {
    provider: 'postman',
    name: 'flow_requests',
    resource: 'flows',
    credits: 48,
  },
}
type Type = keyof typeof EVENTS

function event(type: Type, data: object = {}, context: object = {}) {
  return { ...CONTEXT, type, ...context, data: { ...EVENTS[type], ...data } }
}

/** The paths of what is wrong, joined by dots. */
function faults(input: unknown): string[] {
  const parsed = usageEventSchema.safeParse(input)
  return parsed.success ? [] : [...new Set(parsed.error.issues.map((at) => at.path.join('.')))]
}

/** Where each type of event carries an amount, and the least that counts as one. */
const AMOUNTS: { type: Type; field: string; least: number }[] = [
  { type: 'headroom.flows.usage', field: 'count', least: 1 },
  { type: 'headroom.ai.usage', field: 'credits', least: 0 },
  { type: 'headroom.api.calls', field: 'count', least: 1 },
  { type: 'headroom.assistant.usage', field: 'inputTokens', least: 0 },
  { type: 'headroom.assistant.usage', field: 'outputTokens', least: 0 },
  { type: 'headroom.reported.usage', field: 'credits', least: 1 },
]

const NOT_AMOUNTS: { name: string; value: unknown }[] = [
  { name: '-1', value: -1 },
  { name: '0.1', value: 0.1 },
  { name: '1e308', value: 1e308 },
  { name: '2^53', value: 2 ** 53 },
  { name: '2^63', value: 2 ** 63 },
  { name: 'NaN', value: Number.NaN },
  { name: 'Infinity', value: Number.POSITIVE_INFINITY },
  { name: '"1" in quotes', value: '1' },
  { name: 'null', value: null },
  { name: 'true', value: true },
  { name: 'a list', value: [1] },
  { name: 'a bigint', value: 1n },
  { name: 'one past the most', value: 1_000_000_001 },
]

describe('an event', () => {
  test.each(Object.entries(EVENTS))('of type %s is taken', (type, data) => {
    expect(faults({ ...CONTEXT, type, data })).toEqual([])
  })

  it('is filled with what it leaves out', () => {
    const { count: _, ...flows } = EVENTS['headroom.flows.usage']
    const parsed = usageEventSchema.parse({ ...CONTEXT, type: 'headroom.flows.usage', data: flows })
    expect(parsed.data).toEqual({ flow: 'f-1', run: 'cloud', item: 'connector', count: 1 })
    const calls = usageEventSchema.parse({ ...CONTEXT, type: 'headroom.api.calls', data: {} })
    expect(calls.data).toEqual({ group: 'api', count: 1 })
    const ai = usageEventSchema.parse(event('headroom.ai.usage'))
    expect(ai.data).toEqual({ action: 'write-tests', credits: 4, ownKey: false })
  })

  it('keeps the extension attributes that its sender added', () => {
    const input = event('headroom.api.calls', {}, { traceparent: '00-abc', region: 'eu', retry: 2 })
    expect(usageEventSchema.parse(input)).toEqual(input)
  })

  it('may leave the member out, but not of AI credits, which are each member’s', () => {
    const { subject: _, ...nobody } = CONTEXT
    const of = (type: Type) => faults({ ...nobody, type, data: EVENTS[type] })
    expect(of('headroom.flows.usage')).toEqual([])
    expect(of('headroom.api.calls')).toEqual([])
    expect(of('headroom.assistant.usage')).toEqual([])
    expect(of('headroom.ai.usage')).toEqual(['subject'])
  })
})

describe('amounts', () => {
  const cases = AMOUNTS.flatMap((of) => NOT_AMOUNTS.map((not) => ({ ...of, ...not })))
  test.each(cases)('$name is no $field in $type', ({ type, field, value }) => {
    expect(faults(event(type, { [field]: value }))).toEqual([`data.${field}`])
  })

  test.each(AMOUNTS)('$field in $type goes from $least to a billion', ({ type, field, least }) => {
    expect(faults(event(type, { [field]: least }))).toEqual([])
    expect(faults(event(type, { [field]: 1_000_000_000 }))).toEqual([])
    expect(faults(event(type, { [field]: least - 1 }))).toEqual([`data.${field}`])
  })
})

type Refused = { name: string; input: unknown; at: string[] }

const flows = (data: object, context: object = {}) => event('headroom.flows.usage', data, context)

const REFUSED: Refused[] = [
  { name: 'nothing', input: undefined, at: [''] },
  { name: 'null', input: null, at: [''] },
  { name: 'a number', input: 1, at: [''] },
  { name: 'an empty object', input: {}, at: ['type'] },
  { name: 'an unknown type', input: flows({}, { type: 'headroom.gpu' }), at: ['type'] },
  {
    name: 'another CloudEvents version',
    input: flows({}, { specversion: '0.3' }),
    at: ['specversion'],
  },
  { name: 'no id', input: flows({}, { id: undefined }), at: ['id'] },
  { name: 'an empty id', input: flows({}, { id: '' }), at: ['id'] },
  { name: 'an id that is a number', input: flows({}, { id: 7 }), at: ['id'] },
  { name: 'an endless id', input: flows({}, { id: 'x'.repeat(257) }), at: ['id'] },
  { name: 'no source', input: flows({}, { source: undefined }), at: ['source'] },
  { name: 'no team', input: flows({}, { team: undefined }), at: ['team'] },
  { name: 'a team that is a path', input: flows({}, { team: 'a b\n' }), at: ['team'] },
  { name: 'no time', input: flows({}, { time: undefined }), at: ['time'] },
  {
    name: 'a time without an offset',
    input: flows({}, { time: '2026-06-05T10:00:00' }),
    at: ['time'],
  },
  {
    name: 'a day that is on no calendar',
    input: flows({}, { time: '2026-02-29T10:00:00Z' }),
    at: ['time'],
  },
  {
    name: 'an hour that is on no clock',
    input: flows({}, { time: '2026-02-28T24:00:00Z' }),
    at: ['time'],
  },
  { name: 'a time in milliseconds', input: flows({}, { time: 1_780_000_000_000 }), at: ['time'] },
  {
    name: 'another content type',
    input: flows({}, { datacontenttype: 'text/xml' }),
    at: ['datacontenttype'],
  },
  { name: 'no data', input: { ...CONTEXT, type: 'headroom.flows.usage' }, at: ['data'] },
  { name: 'unknown data', input: flows({ price: 1 }), at: ['data'] },
  { name: 'data of another type', input: flows({ credits: 1 }), at: ['data'] },
  { name: 'an unknown run', input: flows({ run: 'night' }), at: ['data.run'] },
  { name: 'an item as shown on screen', input: flows({ item: 'HTTP Request' }), at: ['data.item'] },
  { name: 'an empty item', input: flows({ item: '' }), at: ['data.item'] },
  { name: 'no flow', input: flows({ flow: undefined }), at: ['data.flow'] },
  {
    name: 'an own key in words',
    input: event('headroom.ai.usage', { ownKey: 'yes' }),
    at: ['data.ownKey'],
  },
  {
    name: 'several faults at once',
    input: flows({ count: -1, run: 'x' }, { id: '', time: 'now' }),
    at: ['id', 'time', 'data.run', 'data.count'],
  },
]

describe('an event is refused', () => {
  test.each(REFUSED)('for $name', ({ input, at }) => {
    expect(faults(input)).toEqual(at)
  })

  test.each([
    ['a control character', 'e-\u0001', 'may hold no control characters'],
    ['half a character', 'e-\ud83d', 'may hold no half of a character (a lone surrogate)'],
  ])('with what is the matter: %s', (_name, id, words) => {
    const { error } = usageEventSchema.safeParse(event('headroom.api.calls', {}, { id }))
    expect(error?.issues.map(({ message }) => message)).toEqual([words])
  })
})
