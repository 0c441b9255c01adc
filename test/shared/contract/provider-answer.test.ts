import { describe, expect, it, test } from 'vitest'
import { readAnswer } from '#shared/contract/provider-answer.ts'

const USER = { id: 1, username: 'ada' }
const FLOWS = { name: 'flow_requests', limit: 1_000_000, usage: 1_852, overage: 0 }

const FLOWLY = {
  credits: {
    plan: { total: 500, used: 120.5, remaining: 379.5 },
    bonus: { total: 1_000, used: 0, remaining: 1_000 },
  },
  available: 1_379.5,
  percentUsed: 24,
  periodStart: '2026-11-01T00:00:00Z',
  periodEnd: '2026-12-01T00:00:00Z',
  plan: { id: 'pro', monthlyCredits: 500, maxServers: 3 },
}
const NOVEMBER = { start: Date.parse('2026-11-01'), end: Date.parse('2026-12-01') }

describe('Postman’s answer', () => {
  it('as documented gives its figures, with names that Headroom does not know', () => {
    const storage = { name: 'file_storage_limit', limit: 8.88, usage: 0.25, overage: 0 }
    expect(readAnswer('postman', { user: USER, operations: [FLOWS, storage] })).toEqual({
      kind: 'figures',
      figures: [FLOWS, storage],
      unreadable: 0,
    })
  })

  it('has no figures for guests and partners', () => {
    expect(readAnswer('postman', { user: USER })).toEqual({ kind: 'no-figures' })
  })

  test.each([
    ['no usage', { name: 'flow_requests', limit: 5 }],
    ['usage in quotes', { ...FLOWS, usage: '1852' }],
    ['negative usage', { ...FLOWS, usage: -1 }],
    ['endless usage', { ...FLOWS, usage: 1e308 }],
    ['no name', { limit: 5, usage: 1 }],
    ['a name with a line break', { ...FLOWS, name: 'flow\nrequests' }],
    ['null', null],
    ['a list', [1]],
  ])('with %s in one operation leaves that one out', (_name, broken) => {
    const calls = { name: 'api_usage', limit: 10_000, usage: 50, overage: 0 }
    expect(readAnswer('postman', { user: USER, operations: [broken, calls] })).toEqual({
      kind: 'figures',
      figures: [calls],
      unreadable: 1,
    })
  })

  it('with one name twice gives the first', () => {
    const answer = readAnswer('postman', {
      user: USER,
      operations: [FLOWS, { ...FLOWS, usage: 9 }],
    })
    expect(answer).toEqual({ kind: 'figures', figures: [FLOWS], unreadable: 1 })
  })

  it('with thousands of operations gives 200', () => {
    const operations = Array.from({ length: 5_000 }, (_, n) => ({ ...FLOWS, name: `n${n}` }))
    const answer = readAnswer('postman', { user: USER, operations })
    expect(answer).toMatchObject({ kind: 'figures', unreadable: 4_800 })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'ok'],
    ['a list', []],
    ['no user', { operations: [FLOWS] }],
    ['operations that are no list', { user: USER, operations: { 0: FLOWS } }],
    ['operations that are null', { user: USER, operations: null }],
    ['an error with status 200', { error: { name: 'AuthenticationError' } }],
  ])('that is %s is misshapen', (_name, body) => {
    expect(readAnswer('postman', body)).toEqual({ kind: 'misshapen' })
  })
})

describe('Flowly’s answer', () => {
  const bonus = { name: 'bonus', usage: 0, limit: 1_000 }

  it('as documented gives monthly and bonus credits, and the month', () => {
    expect(readAnswer('flowly', FLOWLY)).toEqual({
      kind: 'figures',
      figures: [{ name: 'plan', usage: 120.5, limit: 500, period: NOVEMBER }, bonus],
      unreadable: 0,
    })
  })

  test.each([
    ['dates', '2026-11-01', '2026-12-01', NOVEMBER],
    ['milliseconds', NOVEMBER.start, NOVEMBER.end, NOVEMBER],
    ['words', 'November', 'December', undefined],
    ['no end', '2026-11-01', undefined, undefined],
    ['its ends the wrong way round', '2026-12-01', '2026-11-01', undefined],
  ])('may give the month as %s', (_name, periodStart, periodEnd, period) => {
    const answer = readAnswer('flowly', { ...FLOWLY, periodStart, periodEnd })
    const plan = { name: 'plan', usage: 120.5, limit: 500, ...(period ? { period } : {}) }
    expect(answer).toEqual({ kind: 'figures', figures: [plan, bonus], unreadable: 0 })
  })

  it('with one broken part gives the other', () => {
    const credits = { ...FLOWLY.credits, plan: { total: 500 } }
    expect(readAnswer('flowly', { ...FLOWLY, credits })).toEqual({
      kind: 'figures',
      figures: [bonus],
      unreadable: 1,
    })
  })

  test.each([
    ['empty', {}],
    ['an error', { error: 'unauthorized' }],
    ['without a readable part', { credits: { plan: 5, bonus: null } }],
    ['text', 'credits'],
  ])('that is %s is misshapen', (_name, body) => {
    expect(readAnswer('flowly', body)).toEqual({ kind: 'misshapen' })
  })
})
