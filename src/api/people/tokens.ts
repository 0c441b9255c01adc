import { sha256 } from '../sha256.ts'

/** 256 random bits, as text that is safe in an address. */
export function newToken(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** What is kept of a token or key: of 256 random bits nothing can be guessed from it. */
export function hashOf(token: string): string {
  return base64Url(sha256(token))
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
