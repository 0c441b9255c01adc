import { expect, test } from 'vitest'
import type { Allowance } from '#shared/credits/catalog.ts'
import { flowState } from '#shared/credits/flow-state.ts'

const CYCLE = { start: 100, end: 200 }
const SOME: Allowance = { kind: 'limited', credits: 50 }

type Given = Partial<Parameters<typeof flowState>[0]>

test.each<[string, Given, ReturnType<typeof flowState>]>([
  ['active while credits are left', { work: 'open', usedUpAt: 120 }, { kind: 'active' }],
  ['active on pay-as-you-go', { work: 'on-pay-as-you-go', usedUpAt: 120 }, { kind: 'active' }],
  [
    'suspended since the limit was reached, until the next cycle',
    { usedUpAt: 120 },
    { kind: 'suspended', since: 120, resumes: 200 },
  ],
  [
    'suspended since the switch was turned off, where that came later',
    { usedUpAt: 120, decidedAt: [110, 150] },
    { kind: 'suspended', since: 150, resumes: 200 },
  ],
  [
    'suspended since the limit, where what was decided came before',
    { usedUpAt: 120, decidedAt: [110] },
    { kind: 'suspended', since: 120, resumes: 200 },
  ],
  [
    'suspended from the cycle’s start, where it began without credits, and for good',
    { renewed: { kind: 'limited', credits: 0 } },
    { kind: 'suspended', since: 100 },
  ],
  [
    'resumed by a cycle without a limit',
    { renewed: { kind: 'unlimited' } },
    { kind: 'suspended', since: 100, resumes: 200 },
  ],
])('%s', (_, given, state) => {
  const suspended = { work: 'suspended', cycle: CYCLE, usedUpAt: undefined } as const
  expect(flowState({ ...suspended, decidedAt: [], renewed: SOME, ...given })).toEqual(state)
})
