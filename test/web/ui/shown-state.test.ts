import { expect, test } from 'vitest'
import { closedState, shownState } from '#web/ui/shown-state.ts'

test.each([
  { name: 'within the limit', limit: 'ok', work: 'open', shown: 'open' },
  { name: 'close to it', limit: 'warning', work: 'open', shown: 'warning' },
  { name: 'at it, with bonus credits', limit: 'reached', work: 'open', shown: 'warning' },
  { name: 'past it, with bonus credits', limit: 'exceeded', work: 'open', shown: 'exceeded' },
  { name: 'stopped at it', limit: 'reached', work: 'suspended', shown: 'stopped' },
  { name: 'stopped past it', limit: 'exceeded', work: 'paused', shown: 'stopped' },
  { name: 'paying', limit: 'exceeded', work: 'on-pay-as-you-go', shown: 'on-pay-as-you-go' },
] as const)('$name is shown as $shown', ({ limit, work, shown }) => {
  expect(shownState({ limit, work })).toBe(shown)
})

test.each([
  { name: 'within the limit', limit: 'ok', isPaid: false, shown: 'open' },
  { name: 'past it and paid', limit: 'exceeded', isPaid: true, shown: 'on-pay-as-you-go' },
  { name: 'past it and not covered', limit: 'exceeded', isPaid: false, shown: 'exceeded' },
] as const)('of a past cycle: $name is shown as $shown', ({ limit, isPaid, shown }) => {
  expect(closedState(limit, isPaid)).toBe(shown)
})
