import { describe, expect, it } from 'vitest'
import { createLog, safeError, safeText } from '#server/log.ts'

describe('what a failure says', () => {
  it.each([
    [
      'duplicate key value violates unique constraint "persons_email"',
      'duplicate key value violates unique constraint "…"',
    ],
    [
      'invalid input syntax for type bigint: "planted"',
      'invalid input syntax for type bigint: "…"',
    ],
    [
      'Unexpected token \'p\', "planted text" is not valid JSON',
      'Unexpected token \'…\', "…" is not valid JSON',
    ],
    ['a text that "planted never ends', 'a text that "…"'],
    ['550 5.1.1 <planted@example.com>: Recipient refused', '550 5.1.1 <…>: Recipient refused'],
    ['can’t reach postgres://planted:planted@db:5432/x', 'can’t reach postgres://…@db:5432/…'],
    [
      'Invalid redirect URL: https://h.example/x?state=planted',
      'Invalid redirect URL: https://h.example/…',
    ],
    ['no key hrs_0123456789abcdef_plantedplanted here', 'no key … here'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['it can’t be done, isn’t it', 'it can’t be done, isn’t it'],
    ['first\nFailing row contains (planted)', 'first'],
  ])('%s', (said, safe) => {
    expect(safeText(said)).toBe(safe)
    expect(safe).not.toContain('planted')
  })
})

it('an error in the log is its name, code, words and places, and those of its causes', () => {
  const cause = Object.assign(new TypeError('no "planted"\n at planted'), {
    code: '23505',
    constraint: 'persons_email',
    detail: 'Key (email)=(planted@example.com) already exists.',
    parameters: ['planted'],
  })
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  log.error({ err: new Error('planted@example.com failed', { cause }) }, 'request failed')
  const [line = ''] = lines
  expect(line).not.toContain('planted')
  expect(JSON.parse(line)).toMatchObject({
    msg: 'request failed',
    err: {
      name: 'Error',
      message: '… failed',
      stack: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
      cause: {
        name: 'TypeError',
        message: 'no "…"',
        code: '23505',
        constraint: 'persons_email',
      },
    },
  })
})

it('what is thrown and is no error is not said', () => {
  expect(safeError('planted')).toEqual({ name: 'string', message: 'not an error' })
})

it('an error that causes itself ends', () => {
  const error = new Error('round')
  error.cause = error
  expect(JSON.stringify(safeError(error)).match(/round/g)).toHaveLength(5)
})
