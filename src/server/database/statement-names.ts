import { createHash } from 'node:crypto'

/** Far more than there are; texts that were made of data would fill the database's memory. */
const MOST = 500

/** Under which name a database keeps a statement, so that it reads and plans it once for each connection. */
export type StatementNames = {
  /** Nothing for a statement that is sent whole each time. */
  of: (text: string) => string | undefined
  /** For good: the database, or a pooler before it, does not keep what it was told. */
  giveUp: () => void
}

export function statementNames(): StatementNames {
  const names = new Map<string, string>()
  let isGivenUp = false
  return {
    of: (text) => {
      if (isGivenUp) return undefined
      const known = names.get(text)
      if (known !== undefined || names.size >= MOST) return known
      const name = nameOf(text)
      names.set(text, name)
      return name
    },
    giveUp: () => {
      isGivenUp = true
    },
  }
}

/** Made of the text: where a pooler shares connections, another process means the same by it. */
function nameOf(text: string): string {
  return `headroom_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}
