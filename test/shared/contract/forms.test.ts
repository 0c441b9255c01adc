import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDate, isId } from '#shared/contract/forms.ts'
import { dateSchema, idSchema } from '#shared/contract/values.ts'

const DATES = [
  '2026-02-28',
  '2024-02-29',
  '2026-02-29',
  '2026-13-01',
  '2026-1-1',
  'yesterday',
  '',
  '2026-02-28T00:00Z',
]
const IDS = ['acme', 'a/b@c', '.', '..', '...', '', 'a b', 'é', 'x'.repeat(128), 'x'.repeat(129)]

describe('the form of what an address holds', () => {
  it('is what the schemas take', () => {
    for (const text of DATES)
      expect([text, isDate(text)]).toEqual([text, dateSchema.safeParse(text).success])
    for (const text of IDS)
      expect([text, isId(text)]).toEqual([text, idSchema.safeParse(text).success])
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isDate(text)).toBe(dateSchema.safeParse(text).success)
        expect(isId(text)).toBe(idSchema.safeParse(text).success)
      }),
    )
  })
})
