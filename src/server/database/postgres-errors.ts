import pg from 'pg'
import { StoreUnavailable } from '#api/ports.ts'

const LOCK_TIMEOUT = '55P03'

/** Classes and codes (PostgreSQL, appendix A) after which the same write can succeed later. */
const UNAVAILABLE = [
  '08', // connection exception
  '53', // insufficient resources: disk full, out of memory, too many connections
  '57P', // shut down, crashed or starting
  '58', // system error: I/O
  '25006', // read-only: a standby that was not promoted yet
  LOCK_TIMEOUT, // lock not available in time
  '57014', // statement took too long
  '25P03', // idle in a transaction for too long
]

const SYSTEM = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']

/** The driver gives these no code. */
const LOST =
  /connection terminated|timeout exceeded when trying to connect|not queryable|query read timeout|pool after calling end/i

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'

const IN_FAILED_TRANSACTION = '25P02'

/** There is no statement of this name, or another process has made it. */
const FORGOTTEN = ['26000', '42P05']

/** Of all that is not supported, the one that is found when a kept statement is planned again. */
const CHANGED_RESULT = '0A000'
const REPLAN = 'RevalidateCachedQuery'

export function translatePostgresError(error: unknown): unknown {
  const code = codeOf(error) ?? ''
  const isUnavailable =
    UNAVAILABLE.some((start) => code.startsWith(start)) ||
    SYSTEM.includes(code) ||
    (error instanceof Error && LOST.test(error.message))
  return isUnavailable ? unavailable(error) : error
}

export function unavailable(cause: unknown): StoreUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new StoreUnavailable(`the database cannot be used: ${why}`, { cause })
}

/** Whether the transaction would succeed if it were run again: it lost, or named what is forgotten. */
export function isWorthRunningAgain(error: unknown): boolean {
  const code = codeOf(error)
  return code === SERIALIZATION_FAILURE || code === DEADLOCK || isForgottenStatement(error)
}

/**
 * Whether a statement's name means nothing where it arrived, or no longer what it meant: a pooler gave
 * another connection, or a newer version changed a table.
 */
export function isForgottenStatement(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  if (code === CHANGED_RESULT) return error instanceof pg.DatabaseError && error.routine === REPLAN
  return FORGOTTEN.includes(code)
}

/** Whether it gave up waiting for what others hold; `error` is the database's or what it was translated to. */
export function isLockTimeout(error: unknown): boolean {
  const own = error instanceof StoreUnavailable ? error.cause : error
  return codeOf(own) === LOCK_TIMEOUT
}

/** Whether it failed only because another statement of its transaction did. */
export function isAfterFailure(error: unknown): boolean {
  return codeOf(error) === IN_FAILED_TRANSACTION
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
