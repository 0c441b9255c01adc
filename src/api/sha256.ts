import { sha256 as digest } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of a text, at once: the browser's own way takes a turn of another thread for it. */
export function sha256(text: string): Uint8Array {
  return digest(utf8ToBytes(text))
}

export function sha256Hex(text: string): string {
  return bytesToHex(sha256(text))
}
