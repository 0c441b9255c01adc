import { expect, test } from 'vitest'
import type { SwitchPreview } from '#shared/contract/switch.ts'
import { switchSentences } from '#web/format/switch-sentences.ts'
import { at, BERLIN } from './usage-of.ts'

const UNTIL = '1 Dec, 00:00 Berlin'

function previewOf(over: Partial<SwitchPreview> = {}): SwitchPreview {
  return {
    asOf: BERLIN.asOf,
    on: true,
    target: { kind: 'team' },
    accounts: 1,
    affected: { team: false, count: 0, members: [] },
    uncovered: 0,
    boughtLeft: 0,
    price: { blockCredits: 1_000, blockMicros: 10_000_000, assumed: true },
    currency: 'USD',
    costSoFarMicros: 0,
    atMost: { kind: 'estimate', micros: 20_000_000, blocks: 2 },
    cycleEnd: at('2025-11-30T23:00:00Z'),
    ...over,
  }
}

function named(...names: string[]) {
  return names.map((name) => ({ id: name.toLowerCase(), name }))
}

test.each<[string, Partial<SwitchPreview>, string[]]>([
  [
    'on, before the limit',
    {},
    [
      'Turning this on bills $10 for each 1,000 credits past the limit from now on.',
      `Likely at most $20.00 more by ${UNTIL}, at this pace; there is no cap.`,
    ],
  ],
  [
    'on, with the team suspended',
    { affected: { team: true, count: 0, members: [] }, uncovered: 12 },
    [
      'Turning this on bills $10 for each 1,000 credits past the limit from now on; the 12 credits that went past it earlier stay unbilled.',
      'Flows credits can be used again at once.',
      `Likely at most $20.00 more by ${UNTIL}, at this pace; there is no cap.`,
    ],
  ],
  [
    'on, costing nothing at this pace',
    { atMost: { kind: 'estimate', micros: 0, blocks: 0 } },
    [
      'Turning this on bills $10 for each 1,000 credits past the limit from now on.',
      `At this pace it likely costs nothing by ${UNTIL}; there is no cap.`,
    ],
  ],
  [
    'on, too early to say',
    { atMost: { kind: 'too-early' } },
    [
      'Turning this on bills $10 for each 1,000 credits past the limit from now on.',
      `It is too early to say what this could cost by ${UNTIL}.`,
    ],
  ],
  [
    'off, with nothing past the limit',
    { on: false },
    [
      `Nothing stops now; at the limit new cloud runs and credit-consuming blocks are suspended until ${UNTIL}.`,
    ],
  ],
  [
    'off, with work going on past the limit',
    {
      on: false,
      affected: { team: true, count: 0, members: [] },
      costSoFarMicros: 20_000_000,
    },
    [
      `New cloud runs and credit-consuming blocks are suspended from now on until ${UNTIL}.`,
      'The $20.00 of this cycle stays on the bill.',
    ],
  ],
])('%s', (_case, over, lines) => {
  expect(switchSentences(previewOf(over), { resource: 'flows', frame: BERLIN })).toEqual(lines)
})

test.each([
  [
    'what was bought outlasts the switch',
    {},
    `What is left of the block bought last, 340 credits, stays usable; after that, new cloud runs and credit-consuming blocks are suspended until ${UNTIL}.`,
  ],
  [
    'it was used up meanwhile',
    { affected: { team: true, count: 0, members: [] } },
    `New cloud runs and credit-consuming blocks are suspended from now on until ${UNTIL}.`,
  ],
])('off, past the limit: %s', (_case, over, line) => {
  const options = { resource: 'flows', frame: BERLIN } as const
  expect(switchSentences(previewOf({ on: false, boughtLeft: 340, ...over }), options)).toEqual([
    line,
  ])
})

test.each([
  ['one', { count: 1, members: named('Ana') }, 'Ana'],
  ['two', { count: 2, members: named('Ana', 'Ben') }, 'Ana and Ben'],
  ['three', { count: 3, members: named('Ana', 'Ben', 'Cy') }, 'Ana, Ben and Cy'],
  [
    'many',
    { count: 6, members: named('Ana', 'Ben', 'Cy', 'Di') },
    'Ana, Ben, Cy and 3 members more',
  ],
  ['unnamed', { count: 6, members: [] }, '6 members'],
])('whose work starts again: %s', (_case, affected, whom) => {
  const preview = previewOf({ affected: { team: false, ...affected } })
  expect(switchSentences(preview, { resource: 'ai', frame: BERLIN })[1]).toBe(
    `Work starts again at once for ${whom}.`,
  )
})
