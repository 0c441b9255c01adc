import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { OperatorError } from '../operator-error.ts'

const BYTES = 32
const ONLY_MINE = 0o600

/**
 * What session cookies are signed with: the operator's, or one made at the first start and kept
 * beside the embedded database.
 *
 * @throws OperatorError where there is neither
 */
export async function secretOf(config: Config): Promise<string> {
  if (config.secret !== undefined) return config.secret
  if (config.databaseUrl !== undefined) {
    throw new OperatorError(
      'Set HEADROOM_SECRET to a text that nobody can guess, the same for every server on this database. One way to make it: openssl rand -base64 32',
    )
  }
  const file = join(config.data, 'secret')
  return (await kept(file)) ?? make(file)
}

async function kept(file: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(file, 'utf8')).trim()
    if (secret.length >= BYTES) return secret
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new OperatorError(`The secret in ${file} can't be read.`, { cause })
  }
  throw new OperatorError(
    `The secret in ${file} is cut short. Remove the file: everybody signs in anew.`,
  )
}

async function make(file: string): Promise<string> {
  const secret = randomBytes(BYTES).toString('base64url')
  await writeFile(file, `${secret}\n`, { mode: ONLY_MINE, flag: 'wx', flush: true })
  return secret
}
