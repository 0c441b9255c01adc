import { hashOf, newToken } from '../people/tokens.ts'
import type { KeyRecord } from '../records.ts'

const PREFIXES = { service: 'hrs', personal: 'hrp' } satisfies Record<KeyRecord['kind'], string>
const FORM = /^hr[sp]_([0-9a-f]{16})_[\w-]{43}$/
const HINT_LENGTH = 12

/** A new key: what is shown once, and what is kept. */
export function makeKey(kind: KeyRecord['kind']): {
  secret: string
  id: string
  hash: string
  hint: string
} {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), hex).join('')
  const secret = `${PREFIXES[kind]}_${id}_${newToken()}`
  return { secret, id, hash: hashOf(secret), hint: `${secret.slice(0, HINT_LENGTH)}…` }
}

/** The id in a key that has the right form. */
export function idIn(secret: string): string | undefined {
  return FORM.exec(secret)?.[1]
}

/** In the same time however much of it is right. */
export function isSameHash(a: string, b: string): boolean {
  let different = a.length ^ b.length
  for (let at = 0; at < a.length; at++) different |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return different === 0
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
