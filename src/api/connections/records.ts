import type { Millis } from '#shared/credits/amounts.ts'
import type { Provider } from '#shared/credits/provider.ts'
import type { Counted, Figure, Mark } from '#shared/credits/reading.ts'
import type { ReadingFailure } from '#shared/credits/reading-failure.ts'

/** A provider's account that a team lets Headroom read. */
export type Connection = {
  id: string
  provider: Provider
  /** Sealed for this team and connection; absent once it is disconnected. */
  sealedKey?: string
  /** The key's last characters, for people to tell it by. */
  keyEnd: string
  /** Whose use the figures are that belong to one member. */
  member?: string
  at: Millis
  actor: { id: string; name: string }
  removedAt?: Millis
  /** The number of its last reading. */
  readings: number
  marks: readonly Mark[]
  /** Readings in a row that brought nothing, and since when. */
  failing?: { times: number; since: Millis }
  /** When it is read next, and from when on people may ask for it. */
  nextAt: Millis
  notBefore: Millis
  /** When a worker has to look at it; while one does, when its lease ends. */
  dueAt?: Millis
  /** Names the worker that has it: only that one may write down what it read. */
  lease?: string
}

/** One look at an account: raw figures, or why there are none. */
export type Reading = {
  connection: string
  seq: number
  at: Millis
  failure?: ReadingFailure
  figures: readonly Figure[]
  /** Figures in the answer that are not as documented. */
  unreadable: number
  counted: readonly CountedFigure[]
  /** What is counted is not in the ledger yet, as far as is known. */
  isOpen: boolean
}

/** What became of a difference between two readings. */
export type CountedFigure = Counted & {
  /** `needs-member`: each member has an allowance, and the connection names none. */
  outcome: 'waiting' | 'booked' | 'needs-member' | 'refused'
  /** Why the ledger refused it; it is kept among the refused events. */
  detail?: string
}
