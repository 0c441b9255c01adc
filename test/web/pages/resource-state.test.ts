import { describe, expect, test } from 'vitest'
import { meterState, resourceState } from '#web/parts/resource/resource-state.ts'
import { CLOSED, DEPLETED, membersHolder, tellingOf, usageOf } from '../format/usage-of.ts'

describe('members with limits of their own: badge and meter agree, whatever their sum', () => {
  test.each([
    [
      'nobody is stopped, though the sum is past its limit',
      membersHolder({ 'on-pay-as-you-go': 4 }, { exceeded: 4 }),
      { state: 'on-pay-as-you-go', word: '4 members on pay-as-you-go' },
    ],
    [
      'some are past theirs and go on',
      membersHolder({ open: 4 }, { exceeded: 1, ok: 3 }),
      { state: 'warning', word: '1 member at or past the limit' },
    ],
    [
      'one is stopped',
      membersHolder({ open: 3, paused: 1 }, { reached: 1, ok: 3 }),
      { state: 'stopped', word: 'Paused for 1 member' },
    ],
  ])('%s', (_case, holder, shown) => {
    const usage = usageOf({ resource: 'ai', holder, standing: DEPLETED })
    expect(resourceState(usage, tellingOf())).toEqual(shown)
    expect(meterState(usage, tellingOf())).toBe(shown.state)
  })

  test('a cycle that is over says how many went past theirs', () => {
    const holder = membersHolder({ open: 4 }, { exceeded: 1, ok: 3 })
    const usage = usageOf({ resource: 'ai', holder, standing: { limit: 'ok' } })
    expect(resourceState(usage, CLOSED)).toEqual({
      state: 'exceeded',
      word: '1 member past the limit',
    })
  })
})
