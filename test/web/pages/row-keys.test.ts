import { expect, test } from 'vitest'
import { rowFor } from '#web/pages/ai-credits/row-keys.ts'

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 3, 2],
  ['PageDown', 3, 13],
  ['PageUp', 13, 3],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 99, 99],
  ['PageUp', 4, 0],
  ['PageDown', 95, 99],
  ['Enter', 3, undefined],
  ['ArrowRight', 3, undefined],
])('%s in row %d leads to row %s', (key, index, row) => {
  expect(rowFor(key, { index, last: 99, page: 10 })).toBe(row)
})
