import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Of team members what they did, and hashes of keys: only their owner may read such files. */
const ONLY_MINE = { file: 0o600, folder: 0o700 }

type Write = (text: string) => Promise<void>

/**
 * Writes a compressed file that is there once it is whole and on disk, its name as well: whoever goes on
 * to delete what is in it can. One that was there before stays until then, and nothing else is left.
 */
export async function writeGzip<T>(path: string, fill: (write: Write) => Promise<T>): Promise<T> {
  return whole(path, async (draft) => {
    const gzip = createGzip()
    const file = createWriteStream(draft, { mode: ONLY_MINE.file, flush: true })
    const written = pipeline(gzip, file)
    // Told by whoever waits for it below.
    written.catch(() => undefined)
    try {
      const filled = await fill(async (text) => {
        if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), written])
      })
      gzip.end()
      await written
      return filled
    } catch (error) {
      gzip.destroy()
      await written.catch(() => undefined)
      throw error
    }
  })
}

/** The same of a short text. */
export async function writeText(path: string, text: string): Promise<void> {
  await whole(path, (draft) => writeFile(draft, text, { mode: ONLY_MINE.file, flush: true }))
}

async function whole<T>(path: string, write: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${path}.part`
  try {
    const written = await write(draft)
    await rename(draft, path)
    await syncFolderOf(path)
    return written
  } catch (error) {
    // What went wrong first is what there is to tell.
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Makes a folder, and those that it is in, which a power cut does not take away again. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: ONLY_MINE.folder })
  if (first === undefined) return
  let made = resolve(path)
  await syncFolderOf(made)
  while (made !== resolve(first) && made !== dirname(made)) {
    made = dirname(made)
    await syncFolderOf(made)
  }
}

/** That a file is on disk does not mean that its name is. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
