import { expect, it } from 'vitest'
import { judge } from '../audit/judge.ts'

function report(severities: Record<string, string>): string {
  const entries = Object.entries(severities).map(([name, severity]) => [name, { name, severity }])
  const total = entries.length
  return JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(entries),
    metadata: { vulnerabilities: { total } },
  })
}

it.each([
  ['nothing known', report({}), { kind: 'clean', known: 0 }],
  ['a low one', report({ a: 'low', b: 'moderate' }), { kind: 'clean', known: 2 }],
  ['a high one', report({ a: 'low', b: 'high' }), { kind: 'unsafe', packages: ['b (high)'] }],
  ['a critical one', report({ b: 'critical' }), { kind: 'unsafe', packages: ['b (critical)'] }],
  [
    'a registry that takes no such question',
    JSON.stringify({ message: '405', statusCode: 405, error: { summary: '' } }),
    { kind: 'not-checked', why: 'the registry answers 405 when it is asked' },
  ],
  [
    'no network',
    JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'no' } }),
    { kind: 'not-checked', why: 'the registry can’t be asked (ENOTFOUND)' },
  ],
  ['nothing at all', '', { kind: 'not-checked', why: 'the registry can’t be asked' }],
])('of %s the check says so', (_, said, verdict) => {
  expect(judge(said)).toEqual(verdict)
})
