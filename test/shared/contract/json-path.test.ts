import { expect, test } from 'vitest'
import { jsonPath } from '#shared/contract/json-path.ts'

test.each([
  { path: [], text: '$' },
  { path: ['data', 'credits'], text: '$.data.credits' },
  { path: ['plans', 1, 'entitlements', 'ai'], text: '$.plans[1].entitlements.ai' },
  { path: ['entitlements', 'api-calls'], text: '$.entitlements["api-calls"]' },
  { path: ['a b', '"', ''], text: String.raw`$["a b"]["\""][""]` },
])('the path of $path is $text', ({ path, text }) => {
  expect(jsonPath(path)).toBe(text)
})
