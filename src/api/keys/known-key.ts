import { HOUR } from '#shared/credits/amounts.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports } from '../ports.ts'
import type { KeyRecord } from '../records.ts'
import { idIn, isSameHash } from './key-text.ts'

const BEARER = /^Bearer +(\S+)$/i

/** The key that a request carries; nothing where it carries none. */
export async function keyOf(
  ports: Pick<Ports, 'store' | 'now' | 'report'>,
  headers: Headers,
): Promise<Answer<KeyRecord> | undefined> {
  const authorization = headers.get('authorization')
  // Programs made for the Postman API send it so.
  const alone = headers.get('x-api-key')
  if (authorization === null && alone === null) return undefined
  const secret = authorization === null ? (alone ?? '') : (BEARER.exec(authorization)?.[1] ?? '')
  const id = idIn(secret)
  const found = id === undefined ? undefined : await ports.store.key(id)
  const isIt = found !== undefined && isSameHash(found.hash, hashOf(secret))
  const at = ports.now()
  if (!isIt || isOver(found, at)) {
    return refuse('unknown-key', 'It was never made, was revoked, or has expired.')
  }
  // Seen to the hour: a write for each request would cost more than the request.
  if (found.usedAt === undefined || at - found.usedAt >= HOUR) {
    await ports.store.markKeyUsed({ id: found.id, at })
  }
  return answer(found)
}

export function isOver({ expiresAt }: Pick<KeyRecord, 'expiresAt'>, at: number): boolean {
  return expiresAt !== undefined && at >= expiresAt
}

export function isFor({ teams }: Pick<KeyRecord, 'teams'>, team: string): boolean {
  return teams === 'all' || teams.includes(team)
}
