import { expect, it } from 'vitest'
import { parseCatalog } from '#shared/contract/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'

it('is 300 requests a minute, as the Postman API has it', () => {
  expect(rateLimits(DEFAULT_CATALOG).requests).toEqual({ most: 300, seconds: 60 })
})

it('is another number where an operator’s catalog says so', () => {
  const parsed = parseCatalog({ ...DEFAULT_CATALOG, requestsPerMinute: 20 })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  expect(rateLimits(parsed.catalog).requests.most).toBe(20)
})

it.each([0, -1, 0.5, 1_000_001, '300', null])('a catalog with %s of them is refused', (number) => {
  const parsed = parseCatalog({ ...DEFAULT_CATALOG, requestsPerMinute: number })
  expect(parsed).toMatchObject({ ok: false, faults: [{ path: '$.requestsPerMinute' }] })
})

it('bounds what guesses and what mails, in windows of a quarter of an hour, an hour and a day', () => {
  expect(rateLimits(DEFAULT_CATALOG)).toEqual({
    requests: { most: 300, seconds: 60 },
    'sign-ins': { most: 100, seconds: 900 },
    passwords: { most: 10, seconds: 900 },
    links: { most: 5, seconds: 900 },
    invitations: { most: 200, seconds: 86_400 },
    'invitations-to': { most: 5, seconds: 86_400 },
    'sent-by-hand': { most: 60, seconds: 3_600 },
  })
})
