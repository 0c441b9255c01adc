import { expect, test } from 'vitest'
import { amountText, microsFrom } from '#web/format/money-input.ts'

test.each([
  ['50', 50_000_000],
  ['0', 0],
  [' 49.5 ', 49_500_000],
  ['49.50', 49_500_000],
  ['$1,250.50', 1_250_500_000],
  ['1,250', 1_250_000_000],
  ['999999999', 999_999_999_000_000],
])('%s is an amount', (text, micros) => {
  expect(microsFrom(text, 'USD')).toBe(micros)
})

test.each(['', 'fifty', '-5', '5-', '1.234', '1,25', '1.2.3', '5 000', '1e3', '9999999999', '.5'])(
  '%s is none',
  (text) => {
    expect(microsFrom(text, 'USD')).toBeUndefined()
  },
)

test('a currency without a smaller coin has none', () => {
  expect(microsFrom('500', 'JPY')).toBe(500_000_000)
  expect(microsFrom('500.5', 'JPY')).toBeUndefined()
})

test('what is shown to begin with reads back the same', () => {
  for (const micros of [0, 50_000_000, 49_500_000, 1_250_010_000]) {
    expect(microsFrom(amountText(micros), 'USD')).toBe(micros)
  }
})
