import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FILE = 'address'
const ONLY_MINE = 0o600

/** So that commands beside the server make links that lead to it, wherever it listens. */
export async function leaveAddress(folder: string, publicUrl: string): Promise<void> {
  await writeFile(join(folder, FILE), `${publicUrl}\n`, { mode: ONLY_MINE })
}

/** The public address of the server that had the folder open last; nothing if it left none. */
export async function leftAddress(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const url = URL.parse(text.trim())
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : undefined
}
