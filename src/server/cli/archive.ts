import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipLines } from '../archive/gzip-lines.ts'
import { readArchive } from '../archive/read-archive.ts'
import { writeGzip } from '../archive/whole-file.ts'
import { writeArchive } from '../archive/write-archive.ts'
import type { Engine } from '../database/engine.ts'
import { type OpenDatabase, openDatabase } from '../database/open.ts'
import { OperatorError } from '../operator-error.ts'

type Counts = Record<string, number>

/** Writes a file that is there once it is whole. */
export async function backUp(engine: Engine, file: string): Promise<Counts> {
  return writeGzip(file, (write) =>
    writeArchive(engine, { made: new Date(), write: (line) => write(`${line}\n`) }),
  )
}

export async function restore(engine: Engine, file: string): Promise<Counts> {
  try {
    return await readArchive(engine, () => gzipLines(file))
  } catch (error) {
    if (isDamage(error)) {
      throw new OperatorError('The backup is damaged or cut short: nothing was restored.', {
        cause: error,
      })
    }
    throw error
  }
}

/** From the database in use into an empty one, which is used from then on. */
export async function move<T>(
  from: Engine,
  url: string,
  check: (moved: OpenDatabase) => Promise<T>,
): Promise<{ counts: Counts; said: T }> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-move-'))
  try {
    const file = join(folder, 'ledger.gz')
    await backUp(from, file)
    const to = await openDatabase({ url, folder: '', role: 'server' })
    try {
      const counts = await restore(to.engine, file)
      return { counts, said: await check(to) }
    } finally {
      await to.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
