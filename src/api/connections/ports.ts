import type { Millis } from '#shared/credits/amounts.ts'
import type { Provider } from '#shared/credits/provider.ts'
import type { ReadingFailure } from '#shared/credits/reading-failure.ts'
import type { Connection, Reading } from './records.ts'

/** What the API needs to read accounts. */
export type Connector = {
  /** Absent where the server has no secret to keep keys with. */
  vault: Vault | undefined
  read: ReadAccount
}

/** The row that a key belongs to: it opens for no other. */
export type Bound = { team: string; connection: string }

export type Vault = {
  seal: (key: string, bound: Bound) => Promise<string>
  /** Nothing where it was sealed with another secret, or for another row. */
  open: (sealed: string, bound: Bound) => Promise<string | undefined>
}

export type Asked = { provider: Provider; key: string; signal?: AbortSignal | undefined }

/** An answer's JSON, as yet unread; or why there is none, and how long the provider asks to wait. */
export type AccountAnswer =
  | { kind: 'answered'; body: unknown }
  | { kind: 'failed'; failure: ReadingFailure; patience?: Millis }

/** Bounded in time and size, well within a lease; never throws for what a provider does. */
export type ReadAccount = (asked: Asked) => Promise<AccountAnswer>

export type ConnectionReads = {
  /** In the order in which they were made, those that were disconnected too. */
  connections: () => Promise<Connection[]>
  /** Newest first. */
  readings: (query: { connection: string; limit: number }) => Promise<Reading[]>
  /** The newest that brought figures. */
  lastFigures: (connection: string) => Promise<Reading | undefined>
  /** Oldest first. */
  openReadings: (connection: string) => Promise<Reading[]>
}

export type ConnectionWrites = {
  saveConnections: (rows: readonly Connection[]) => Promise<void>
  saveReadings: (rows: readonly Reading[]) => Promise<void>
}
