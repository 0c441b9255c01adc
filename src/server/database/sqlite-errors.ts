import { StoreUnavailable } from '#api/ports.ts'

/** Primary result codes after which the same write can succeed later. */
const UNAVAILABLE: Record<number, string> = {
  5: 'another process is writing to it',
  6: 'another process is writing to it',
  7: 'there is no memory left',
  8: 'it can only be read',
  10: 'the disk failed',
  // As a disk looks that is gone: what was sent is to be kept and sent again, once it is mended.
  11: 'its file is damaged, or the disk failed',
  13: 'the disk is full',
  14: 'its file cannot be opened',
  26: 'its file is no database any more',
}

const BUSY = 5

export function translateSqliteError(error: unknown): unknown {
  const code = primaryCode(error)
  const why = code === undefined ? undefined : UNAVAILABLE[code]
  if (why) return new StoreUnavailable(`the database cannot be used: ${why}`, { cause: error })
  if (isClosed(error)) return new StoreUnavailable('the database is closed', { cause: error })
  return error
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY
}

/** The low byte; the rest only says more. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE'
}
