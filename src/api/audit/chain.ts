import { canonicalJson } from '../ledger/canonical.ts'
import { hashOf } from '../people/tokens.ts'
import type { AuditEntry, AuditRecord } from './records.ts'

/** Where a chain stands: at its start there is nothing before. */
export type Link = Pick<AuditRecord, 'seq' | 'hash'>
export const START: Link = { seq: 0, hash: '' }

type Place = { team: string; last: Link }

/** The entry as the next one of the team's chain. */
export async function sealed(given: AuditEntry, { team, last }: Place): Promise<AuditRecord> {
  const seq = last.seq + 1
  const entry = holdable(given)
  const hash = hashOf(canonicalJson({ team, seq, previous: last.hash, entry }))
  return { ...entry, seq, hash }
}

/**
 * The number of the first row that is not what was recorded, or not in its place; nothing where the
 * rows, oldest first, go on from `last` as they should. Rows cut off at the end leave no trace here.
 */
export async function firstBroken(
  rows: readonly AuditRecord[],
  { team, last }: Place,
): Promise<number | undefined> {
  let before = last
  for (const row of rows) {
    const { seq, hash, ...entry } = row
    const expected = await sealed(entry, { team, last: before })
    if (expected.seq !== seq || expected.hash !== hash) return before.seq + 1
    before = row
  }
  return undefined
}

/** What every database gives back as it took it. */
function holdable(entry: AuditEntry): AuditEntry {
  const { actor, via, object, address, requestId, ...rest } = entry
  return {
    ...rest,
    actor: { ...actor, id: plain(actor.id), name: plain(actor.name) },
    object: { id: plain(object.id), name: plain(object.name) },
    ...(via === undefined ? {} : { via: { id: plain(via.id), name: plain(via.name) } }),
    ...(address === undefined ? {} : { address: plain(address) }),
    ...(requestId === undefined ? {} : { requestId: plain(requestId) }),
  }
}

function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
