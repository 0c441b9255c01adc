import { expect, it } from 'vitest'
import type { UsageEventInput } from '#shared/contract/event.ts'
import { DAY } from '#shared/credits/amounts.ts'
import type { Operation } from './operations.ts'
import { play } from './play.ts'
import { SQLITE } from './world.ts'

const START = Date.UTC(2023, 7, 10)
const team = 'team-1'

const MADE: Operation = {
  at: START,
  act: {
    kind: 'make-team',
    team,
    made: {
      zone: 'UTC',
      anchor: '2023-07-29',
      plan: 'team',
      createdAt: START,
      members: ['m1'],
    },
  },
}

/** The answer that is lost is a refusal, of a request that changed nothing. */
const LEFT_BEFORE: Operation[] = [
  MADE,

  { at: START + 60 * DAY, act: { kind: 'add-member', team, member: 'm2' } },
  { at: START + 90 * DAY, act: { kind: 'remove-member', team, member: 'm2' } },
  {
    at: START + 330 * DAY,
    act: { kind: 'remove-member', team, member: 'm2' },
    fault: { kind: 'answer-lost', statement: 1 },
  },
  { at: START + 340 * DAY, act: { kind: 'look', team } },
]

it('a member who left long ago does not leave again when the answer to that is lost', async () => {
  const world = await SQLITE.open()
  const { difference, tally } = await play([world], LEFT_BEFORE)
  await world.close()
  expect(difference).toBeUndefined()
  expect(tally.faults).toBe(1)
})

it('an event that is the very same one twice in a batch is accepted, and then a duplicate', async () => {
  const event: UsageEventInput = {
    specversion: '1.0',
    id: 'e1',
    source: '/runner',
    team,
    time: new Date(START + DAY).toISOString(),
    subject: 'm1',
    type: 'headroom.ai.usage',
    data: { action: 'write-tests', credits: 7 },
  }
  const world = await SQLITE.open()
  const at = START + 2 * DAY
  const { difference } = await play(
    [world],
    [MADE, { at, act: { kind: 'send', team, events: [event, event] } }],
  )
  await world.close()
  expect(difference).toBeUndefined()
})
