import type { AuditAction } from '#shared/contract/audit-actions.ts'
import type { Span } from '../ports.ts'
import type { AuditEntry, AuditRecord } from './records.ts'

export type AuditQuery = Partial<Span> & {
  actor?: string | undefined
  action?: AuditAction | undefined
  /** Newest first: those before this one. */
  before?: number | undefined
  limit: number
}

export type AuditReads = {
  /** Newest first. */
  audit: (query: AuditQuery) => Promise<AuditRecord[]>
  /** Oldest first, those after `after`: for going through all of them. */
  auditInOrder: (query: { after: number; limit: number }) => Promise<AuditRecord[]>
  /** Everybody who ever did anything, by name. */
  auditActors: () => Promise<{ id: string; name: string }[]>
}

/** Nothing changes or takes away what was recorded. */
export type AuditWrites = {
  /** In the transaction of what it tells of: both are there, or neither. */
  record: (entry: AuditEntry) => Promise<void>
}
