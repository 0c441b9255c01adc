import { START, sealed } from '#api/audit/chain.ts'
import type { AuditReads, AuditWrites } from '#api/audit/ports.ts'
import type { AuditRecord } from '#api/audit/records.ts'
import { compareText } from './compare.ts'
import { type Journal, pushTo } from './journal.ts'

export function auditReads(rows: () => readonly AuditRecord[]): AuditReads {
  return {
    audit: async ({ from = -Infinity, to = Infinity, actor, action, before = Infinity, limit }) =>
      rows()
        .filter(({ at, seq }) => at >= from && at < to && seq < before)
        .filter((row) => actor === undefined || row.actor.id === actor)
        .filter((row) => action === undefined || row.action === action)
        .toReversed()
        .slice(0, limit),
    auditInOrder: async ({ after, limit }) =>
      rows()
        .filter(({ seq }) => seq > after)
        .slice(0, limit),
    auditActors: async () => {
      const names = new Map<string, string>()
      for (const { actor } of rows()) {
        const known = names.get(actor.id)
        const isLast = known === undefined || compareText(known, actor.name) < 0
        if (isLast) names.set(actor.id, actor.name)
      }
      return [...names]
        .map(([id, name]) => ({ id, name }))
        .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id))
    },
  }
}

export function auditWrites(
  rows: AuditRecord[],
  of: { team: string; journal: Journal },
): AuditWrites {
  return {
    record: async (entry) => {
      const record = await sealed(entry, { team: of.team, last: rows.at(-1) ?? START })
      pushTo(of.journal, rows, [record])
    },
  }
}
