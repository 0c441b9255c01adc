import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import { createGzip } from 'node:zlib'
import type { ChargeRecord } from '#api/records.ts'
import { gzipLines } from '../archive/gzip-lines.ts'
import { OperatorError } from '../operator-error.ts'
import {
  addTo,
  chargeIn,
  endSchema,
  fileName,
  type Head,
  headSchema,
  lineOf,
  type Manifest,
  type Sums,
} from './format.ts'

/** Members' ids and what they did are in it: only its owner may read it. */
const ONLY_MINE = 0o600

/**
 * Writes charges to a file of the folder that is there once it is whole and on disk, and beside it what
 * it should hold. One that is there already, of an attempt that did not get further, is written anew.
 */
export async function writeCharges(
  head: Head,
  charges: AsyncIterable<readonly ChargeRecord[]>,
  folder: string,
): Promise<{ path: string; manifest: Manifest }> {
  const file = fileName(head)
  const path = join(folder, file)
  let through: Through | undefined
  await writeWhole(path, async (write) => {
    through = await throughCharges(head, charges, write)
  })
  if (!through) throw new Error('nothing was written')
  const manifest = { ...head, ...through, file }
  await writeDurably(`${path}.json`, `${JSON.stringify(manifest, undefined, 2)}\n`)
  return { path, manifest }
}

type Through = { charges: number; sums: Sums; sha256: string }

/** The lines that a file of these charges has, and what they come to. */
export async function throughCharges(
  head: Head,
  charges: AsyncIterable<readonly ChargeRecord[]>,
  write: (text: string) => Promise<void> = async () => {},
): Promise<Through> {
  const sums: Sums = {}
  const sha256 = createHash('sha256')
  let count = 0
  const put = (line: string) => {
    sha256.update(`${line}\n`)
    return write(`${line}\n`)
  }
  await put(JSON.stringify(head))
  for await (const page of charges) {
    for (const charge of page) {
      addTo(sums, charge)
      await put(lineOf(charge))
    }
    count += page.length
  }
  await put(JSON.stringify({ charges: count, sums }))
  return { charges: count, sums, sha256: sha256.digest('hex') }
}

export type ReadCharges = { head: Head; charges: number; sums: Sums; sha256: string }

/**
 * Reads a file through, giving its charges as it goes. What it summed to is compared with what it says
 * at its end.
 *
 * @throws OperatorError where it is cut short, changed or something else
 */
export async function readCharges(
  path: string,
  take: (charges: readonly ChargeRecord[]) => Promise<void> = async () => {},
): Promise<ReadCharges> {
  const sums: Sums = {}
  const sha256 = createHash('sha256')
  let head: Head | undefined
  let end: unknown
  let count = 0
  let page: ChargeRecord[] = []
  try {
    for await (const line of gzipLines(path, { ended: true })) {
      sha256.update(`${line}\n`)
      const value: unknown = JSON.parse(line)
      if (!head) {
        head = headSchema.parse(value)
        continue
      }
      if (end !== undefined) throw new Error('there is more after its end')
      const last = endSchema.safeParse(value)
      if (last.success) {
        end = last.data
        if (!isDeepStrictEqual(last.data.sums, sums)) {
          throw new Error('its charges don’t sum to what it says')
        }
        if (last.data.charges !== count) throw new Error('charges are missing')
        continue
      }
      const charge = chargeIn(value)
      addTo(sums, charge)
      count++
      page.push(charge)
      if (page.length === PAGE) {
        await take(page)
        page = []
      }
    }
    if (!head || end === undefined) throw new Error('its end is missing')
  } catch (cause) {
    if (isMissing(cause)) throw cause
    throw new OperatorError(`${path} is damaged, cut short or no archive of charges.`, { cause })
  }
  if (page.length > 0) await take(page)
  return { head, charges: count, sums, sha256: sha256.digest('hex') }
}

const PAGE = 1_000

async function writeWhole(
  path: string,
  fill: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const draft = `${path}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(draft, { mode: ONLY_MINE, flush: true }))
  // Told by whoever waits for it below.
  written.catch(() => undefined)
  try {
    await fill(async (text) => {
      if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), written])
    })
    gzip.end()
    await written
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text, { mode: ONLY_MINE, flush: true })
  await rename(`${path}.part`, path)
  await syncFolder(dirname(path))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
