import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ChargeRecord } from '#api/records.ts'
import { gzipLines } from '../archive/gzip-lines.ts'
import { writeGzip, writeText } from '../archive/whole-file.ts'
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
  const through = await writeGzip(path, (write) => throughCharges(head, charges, write))
  const manifest = { ...head, ...through, file }
  await writeText(`${path}.json`, `${JSON.stringify(manifest, undefined, 2)}\n`)
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
