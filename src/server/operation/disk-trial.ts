import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Some pages of the database: what is written at once is seldom less. */
const BYTES = 64 * 1024
/** However many probes ask: each trial waits for the disk. */
const GOOD_FOR_MS = 2_000

/**
 * Whether the disk of a folder still takes something: a small file is written, flushed and taken away.
 * Reading a database tells nothing of that, for what is read is in memory; and a write to it would
 * queue behind those of others, and grow its journal.
 */
export function createDiskTrial(folder: string): () => Promise<boolean> {
  let last: { result: Promise<boolean>; endedAt?: number } | undefined
  return () => {
    const isGood = last && (last.endedAt ?? performance.now()) + GOOD_FOR_MS > performance.now()
    if (last && isGood) return last.result
    const trial: typeof last = { result: takesFile(join(folder, 'trial')) }
    last = trial
    return trial.result.finally(() => {
      trial.endedAt = performance.now()
    })
  }
}

async function takesFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'w', 0o600)
    try {
      await file.writeFile(Buffer.alloc(BYTES))
      await file.datasync()
    } finally {
      await file.close()
    }
    return true
  } catch {
    return false
  } finally {
    // What was left keeps its room, and is written over by the next.
    await rm(path, { force: true }).catch(() => undefined)
  }
}
