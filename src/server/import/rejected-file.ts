import { type FileHandle, lstat, open, rm } from 'node:fs/promises'
import { OperatorError } from '../operator-error.ts'
import { because } from './system-fault.ts'

export type RejectedFile = {
  add: (rows: readonly unknown[]) => Promise<void>
  close: () => Promise<void>
}

/** The rows that were refused, as NDJSON. It is there only when there are any. */
export async function openRejectedFile(path: string): Promise<RejectedFile> {
  let file: FileHandle | undefined
  // Of an earlier import: it would be taken for this one's.
  await trying(path, () => removeFile(path))
  return {
    add: (rows) =>
      trying(path, async () => {
        file ??= await open(path, 'w')
        await file.appendFile(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
      }),
    close: async () => file?.close(),
  }
}

async function removeFile(path: string): Promise<void> {
  // Never a device or a pipe that was named in place of a file.
  const found = await lstat(path).catch(() => undefined)
  if (found?.isFile()) await rm(path)
}

async function trying<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new OperatorError(
      `The rejected rows can't be written to ${path}: ${because(error)}. Name another file with --rejected.`,
      { cause: error },
    )
  }
}
