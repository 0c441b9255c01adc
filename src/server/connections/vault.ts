import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Bound, Vault } from '#api/connections/ports.ts'

const FORM = 'v1'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const MARK_BYTES = 6

/**
 * Seals keys with AES-256-GCM. The cipher's key is derived from the operator's secret for this use
 * alone; team and connection are bound to it as additional data, so a row that was moved does not
 * open. A mark of the secret comes before it, so that a changed secret is told before it is tried.
 */
export function createVault(secret: string): Vault {
  const key = derived(secret, 'headroom account keys', KEY_BYTES)
  const mark = derived(secret, 'headroom account keys: which secret', MARK_BYTES)
  return {
    seal: async (text, bound) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(additional(bound))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [FORM, mark, nonce, cipher.getAuthTag(), sealed].map(part).join('.')
    },
    open: async (text, bound) => {
      const [form, ...parts] = text.split('.')
      const [madeWith, nonce, tag, sealed] = parts.map((each) => Buffer.from(each, 'base64url'))
      if (form !== FORM || !madeWith || !nonce || !tag || !sealed) return undefined
      if (madeWith.length !== mark.length || !timingSafeEqual(madeWith, mark)) return undefined
      if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(additional(bound))
      decipher.setAuthTag(tag)
      return opened(() => Buffer.concat([decipher.update(sealed), decipher.final()]))
    },
  }
}

/** The tag does not fit where anything of key, row or text is another. */
function opened(decipher: () => Buffer): string | undefined {
  try {
    return decipher().toString('utf8')
  } catch {
    return undefined
  }
}

function derived(secret: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', use, bytes))
}

function additional({ team, connection }: Bound): Buffer {
  return Buffer.from(JSON.stringify([team, connection]))
}

function part(value: string | Buffer): string {
  return typeof value === 'string' ? value : value.toString('base64url')
}
