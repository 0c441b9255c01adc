import { isRecord } from '#api/ledger/canonical.ts'

/** Who is erased, and who they are called from then on. */
export type Erased = {
  member: { id: string; name: string; email: string; person?: string | undefined }
  pseudonym: { id: string; name: string; email: string }
  /** Somebody else in the team has the very same name: it is left where nothing says whose it is. */
  sharesName: boolean
}

/** Fields that say nothing of members, whatever stands in them: another thing may have the same id. */
const OF_NO_MEMBER: ReadonlySet<string> = new Set([
  'team_id',
  'cycle',
  'resource',
  'kind',
  'part',
  'flow',
  'server',
  'plan',
  'pack',
  'model',
  'tool',
  'type',
  'item',
  'action',
  'state',
  'channel',
  'topic',
  'dimension',
  'provider',
  'specversion',
])

/**
 * A field's text without the person: their id where it stands for itself, their address and name wherever
 * they stand as words of their own. JSON stays JSON.
 */
export function erasedText(
  erased: Erased,
  { field, text }: { field: string; text: string },
): string {
  if (!mentions(erased, text)) return text
  const json = parsed(text)
  if (json !== undefined) return JSON.stringify(erasedValue(erased, field, json))
  return erasedWords(erased, field, text)
}

/** Whether it may be there; the same that is asked of the database. */
export function mentions({ member }: Erased, text: string): boolean {
  const lower = inLowerCase(text)
  return tokensOf(member).some((token) => lower.includes(token))
}

export function tokensOf({ id, name, email, person = '' }: Erased['member']): string[] {
  const given = [id, name, email, person].filter((text) => text !== '')
  // As JSON has them, too.
  const tokens = given.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
  return [...new Set(tokens.map(inLowerCase))]
}

/** As both databases do it: other letters stay as they are. */
function inLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function erasedValue(erased: Erased, field: string, value: unknown): unknown {
  if (typeof value === 'string') return erasedWords(erased, field, value)
  if (Array.isArray(value)) return value.map((part) => erasedValue(erased, field, part))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      // Some are named after members.
      erasedWords(erased, '', key),
      erasedValue(erased, key, part),
    ]),
  )
}

function erasedWords(erased: Erased, field: string, text: string): string {
  const { member, pseudonym, sharesName } = erased
  const isOther = OF_NO_MEMBER.has(field)
  if (text === member.id && !(isOther && !isAddress(text))) return pseudonym.id
  let words = replaced(text, member.email, pseudonym.email)
  if (isAddress(member.id)) words = replaced(words, member.id, pseudonym.id)
  words = replaced(words, member.person ?? '', pseudonym.id)
  if (sharesName || isOther) return words
  return replaced(words, member.name, pseudonym.name)
}

/** An id that is an address says who it is wherever it stands; "ann" does not. */
function isAddress(id: string): boolean {
  return id.includes('@')
}

function replaced(text: string, what: string, by: string): string {
  if (what === '') return text
  const word = new RegExp(
    `(?<![\\p{L}\\p{N}_])${what.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])`,
    'giu',
  )
  return text.replace(word, () => by)
}

function parsed(text: string): unknown {
  if (!/^[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
