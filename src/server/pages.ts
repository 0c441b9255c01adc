import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getMimeType } from 'hono/utils/mime'
import { OperatorError } from './operator-error.ts'

export type PageFile = { bytes: Uint8Array<ArrayBuffer>; type: string }

/** The built page by address, `/index.html` and all that it needs. */
export type Pages = ReadonlyMap<string, PageFile>

const ATTEMPTS = 20
const PAUSE_MS = 50

/**
 * The built page as it is now. It is some megabytes, and a server keeps it: whatever is built or
 * removed later, a page and its scripts are of one build.
 *
 * @throws OperatorError when there is none
 */
export async function readPages(folder: string): Promise<Pages> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const pages = await readOnce(folder)
    if (pages?.has('/index.html')) return pages
    // Another start is just putting a newer build there.
    await wait(PAUSE_MS)
  }
  throw new OperatorError(`The page is not in ${folder}. Build it: npm run build`)
}

async function readOnce(folder: string): Promise<Pages | undefined> {
  try {
    const before = await stat(folder)
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const pages = new Map<string, PageFile>()
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
      const address = `/${relative(folder, path).split(sep).join('/')}`
      // What begins with a dot is for tools.
      if (!entry.isFile() || address.includes('/.')) continue
      const bytes = new Uint8Array(await readFile(path))
      pages.set(address, { bytes, type: getMimeType(path) ?? 'application/octet-stream' })
    }
    // Another folder in its place meanwhile: these may be files of both.
    return (await stat(folder)).ino === before.ino ? pages : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
