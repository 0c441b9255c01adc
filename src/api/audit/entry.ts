import type { Millis } from '#shared/credits/amounts.ts'
import type { Viewer } from '../ports.ts'
import type { AuditActor, AuditChange, AuditEntry, Author } from './records.ts'

/** A change with who made it: what a request knows of itself, and what it changed. */
export function entryOf(
  { by, asOf }: { by: Author; asOf: Millis },
  change: AuditChange,
): AuditEntry {
  return { at: asOf, ...by, ...change }
}

/** A viewer that is no member looks after the server. */
export function actorOf({ id, name, member }: Viewer): AuditActor {
  return { kind: member ? 'person' : 'operator', id, name }
}

/** The host product that vouches for the viewer of an embedded dashboard. */
export function viaOf({ embedded }: Viewer): Pick<Author, 'via'> {
  return embedded ? { via: embedded.by } : {}
}

/** Whoever is at the server's command line. */
export const OPERATOR: Author = { actor: { kind: 'operator', id: 'operator', name: 'Operator' } }
