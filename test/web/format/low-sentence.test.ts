import { expect, test } from 'vitest'
import { lowWords } from '#web/format/low-sentence.ts'
import { at, CLOSED, tellingOf } from './usage-of.ts'

const LOW = { id: 'low', at: at('2025-11-20T10:00:00Z'), left: 98, credits: 100, dismissed: false }
const WHAT = 'The team has 98 Assistant credits left, bonus credits included.'
const GOES_ON = 'Nothing stops yet; bonus credits can be bought at any time.'

test.each([
  ['in credits', LOW, tellingOf(), `It asked to be told at 100. ${GOES_ON}`],
  [
    'in percent, with the credits that it is',
    { ...LOW, percent: 20 },
    tellingOf(),
    `It asked to be told at 20\u00a0% of the monthly credits, which is 100. ${GOES_ON}`,
  ],
  ['of a cycle that is over, nothing that could still be done', LOW, CLOSED, undefined],
] as const)('a low-credit alert: %s', (_, low, telling, meaning) => {
  expect(lowWords(low, telling)).toEqual({ what: WHAT, meaning })
})
