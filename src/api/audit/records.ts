import type { AuditAction, AuditActorKind } from '#shared/contract/audit-actions.ts'
import type { Millis } from '#shared/credits/amounts.ts'

export type AuditActor = { kind: AuditActorKind; id: string; name: string }

/** Who does something, and in which request; no change is written down without. */
export type Author = {
  actor: AuditActor
  /** A host product's key that vouched for the actor, in an embedded dashboard. */
  via?: { id: string; name: string } | undefined
  /** Where the request came from, where the host that took it knows. */
  address?: string | undefined
  requestId?: string | undefined
}

export type AuditValue = string | number | boolean | null | readonly string[]

/** What is decided, by field, and never a secret. A field's name says its unit, as everywhere. */
export type AuditState = Readonly<Record<string, AuditValue>>

export type AuditChange = {
  action: AuditAction
  /** What it is about. */
  object: { id: string; name: string }
  /** Absent where there was nothing. */
  before?: AuditState
  /** Absent where nothing is left. */
  after?: AuditState
}

export type AuditEntry = Author & AuditChange & { at: Millis }

/** An entry as it is kept: it can't be changed, taken away or put elsewhere without being seen. */
export type AuditRecord = AuditEntry & {
  /** Counts the team's entries from 1. */
  seq: number
  /** Of this entry and of the hash before it. */
  hash: string
}
