import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

export type Volume = {
  /** Where it is mounted. */
  path: string
  /** As without power: what was not flushed is lost, and nothing more can be written or read. */
  cut: () => Promise<void>
  /** Power is back: the file system's journal is replayed. Nobody may use it at that moment. */
  back: () => Promise<void>
  remove: () => Promise<void>
}

const run = promisify(execFile)

/** `_IOR('X', 125, __u32)` with 2: go down, and don't flush the journal. */
const GO_DOWN =
  'open(F, "<", $ARGV[0]) or die $!; my $how = pack("I", 2); ioctl(F, 0x8004587d, $how) or die $!'

const BUSY_TRIES = 100

/**
 * A file system of its own in a file, which can lose its power.
 *
 * @returns or why there can be none on this machine
 */
export async function mountVolume(megabytes: number): Promise<Volume | { missing: string }> {
  if (process.platform !== 'linux') return { missing: 'only Linux mounts a file' }
  if (process.getuid?.() !== 0) return { missing: 'only root may mount' }
  const folder = mkdtempSync(join(tmpdir(), 'headroom-volume-'))
  const image = join(folder, 'image')
  const path = join(folder, 'mounted')
  mkdirSync(path)
  // A database server that may not run as root has to get there.
  chmodSync(folder, 0o755)
  const mount = () => run('mount', ['-o', 'loop', image, path])
  const unmount = async () => {
    for (let left = BUSY_TRIES; ; left--) {
      try {
        await run('umount', [path])
        return
      } catch (error) {
        if (left === 0) throw error
        await sleep(100)
      }
    }
  }
  try {
    await run('truncate', ['-s', `${megabytes}M`, image])
    await run('mkfs.ext4', ['-q', '-F', image])
    await mount()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return { missing: `no file can be mounted: ${error instanceof Error ? error.message : error}` }
  }
  return {
    path,
    cut: async () => {
      await run('perl', ['-e', GO_DOWN, path])
    },
    back: async () => {
      await unmount()
      await mount()
    },
    remove: async () => {
      await unmount()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A small file system in memory, for a disk that is really full. */
export async function mountSmall(
  megabytes: number,
): Promise<Omit<Volume, 'cut' | 'back'> | { missing: string }> {
  if (process.platform !== 'linux') return { missing: 'only Linux mounts a tmpfs' }
  if (process.getuid?.() !== 0) return { missing: 'only root may mount' }
  const path = mkdtempSync(join(tmpdir(), 'headroom-small-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  } catch (error) {
    rmSync(path, { recursive: true, force: true })
    return { missing: `no tmpfs can be mounted: ${error instanceof Error ? error.message : error}` }
  }
  return {
    path,
    remove: async () => {
      await run('umount', [path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}
