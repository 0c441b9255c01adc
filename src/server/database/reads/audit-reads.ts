import type { AuditReads } from '#api/audit/ports.ts'
import type { Db } from '../engine.ts'
import { auditFrom } from '../rows/audit.ts'

export function auditReads(db: Db, team: string): AuditReads {
  const rows = db.selectFrom('audit').where('team_id', '=', team)
  return {
    audit: async ({ from, to, actor, action, before, limit }) => {
      let query = rows.selectAll()
      if (from !== undefined) query = query.where('at', '>=', from)
      if (to !== undefined) query = query.where('at', '<', to)
      if (actor !== undefined) query = query.where('actor_id', '=', actor)
      if (action !== undefined) query = query.where('action', '=', action)
      if (before !== undefined) query = query.where('seq', '<', before)
      return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(auditFrom)
    },
    auditInOrder: async ({ after, limit }) => {
      const query = rows.selectAll().where('seq', '>', after).orderBy('seq').limit(limit)
      return (await query.execute()).map(auditFrom)
    },
    auditActors: async () =>
      rows
        .select((is) => ['actor_id as id', is.fn.max('actor_name').as('name')])
        .groupBy('actor_id')
        .orderBy('name')
        .orderBy('id')
        .execute(),
  }
}
