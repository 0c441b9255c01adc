import { readAnswer } from '#shared/contract/provider-answer.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { countBetween } from '#shared/credits/reading.ts'
import type { ReadingFailure } from '#shared/credits/reading-failure.ts'
import { nextReading } from '#shared/credits/reading-schedule.ts'
import type { Terms } from '../ledger/terms.ts'
import type { AccountAnswer } from './ports.ts'
import type { Connection, CountedFigure, Reading } from './records.ts'

type Made = { connection: Connection; reading: Reading }

/** The reading that an answer makes, and the connection after it. */
export function makeReading(
  before: Connection,
  options: { answer: AccountAnswer; at: Millis; terms: Terms },
): Made {
  const { answer, at, terms } = options
  const seq = before.readings + 1
  const empty = { connection: before.id, seq, at, figures: [], unreadable: 0, counted: [] }
  if (answer.kind === 'failed') {
    const { failure, patience } = answer
    const reading = { ...empty, failure, isOpen: false }
    return { reading, connection: afterFailure(before, { failure, patience, at }) }
  }
  const { provider, marks } = before
  const read = readAnswer(provider, answer.body)
  if (read.kind !== 'figures') {
    const failure = read.kind
    const reading = { ...empty, failure, isOpen: false }
    return { reading, connection: afterFailure(before, { failure, at }) }
  }
  const { figures, unreadable } = read
  const since = countBetween({ provider, marks, figures })
  const counted = since.counted.map((each): CountedFigure => {
    return { ...each, outcome: needsMember(each, before, terms) ? 'needs-member' : 'waiting' }
  })
  const isOpen = counted.some(({ outcome }) => outcome === 'waiting')
  return {
    reading: { ...empty, figures, unreadable, counted, isOpen },
    connection: afterSuccess({ ...before, marks: since.marks }, at),
  }
}

/** Where each member has an allowance, use that is nobody's can't be taken from any. */
function needsMember(
  { resource }: Pick<CountedFigure, 'resource'>,
  { member }: Connection,
  { plan }: Terms,
): boolean {
  return member === undefined && plan.entitlements[resource].holder === 'member'
}

function afterSuccess({ failing: _, ...before }: Connection, at: Millis): Connection {
  const { next, notBefore } = nextReading({ at, failure: undefined, failures: 0 })
  return { ...before, readings: before.readings + 1, nextAt: next, notBefore }
}

function afterFailure(
  before: Connection,
  options: { failure: ReadingFailure; at: Millis; patience?: Millis | undefined },
): Connection {
  const { at } = options
  const times = (before.failing?.times ?? 0) + 1
  const { next, notBefore } = nextReading({ ...options, failures: times })
  return {
    ...before,
    readings: before.readings + 1,
    failing: { times, since: before.failing?.since ?? at },
    nextAt: next,
    notBefore,
  }
}
