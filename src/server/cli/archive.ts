import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { gzipLines } from '../archive/gzip-lines.ts'
import { readArchive } from '../archive/read-archive.ts'
import { writeArchive } from '../archive/write-archive.ts'
import type { Engine } from '../database/engine.ts'
import { type OpenDatabase, openDatabase } from '../database/open.ts'
import { OperatorError } from '../operator-error.ts'

type Counts = Record<string, number>

/** Keys, hashes and addresses are in it: only its owner may read it. */
const ONLY_MINE = 0o600

/** Writes a file that is there once it is whole. */
export async function backUp(engine: Engine, file: string): Promise<Counts> {
  const draft = `${file}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(draft, { mode: ONLY_MINE, flush: true }))
  // Told by whoever waits for it below.
  written.catch(() => undefined)
  try {
    const write = async (line: string) => {
      if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), written])
    }
    const counts = await writeArchive(engine, { made: new Date(), write })
    gzip.end()
    await written
    await rename(draft, file)
    return counts
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
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
