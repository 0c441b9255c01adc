import type { TeamReads } from '#api/ports.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { flowFrom } from '../rows/flow.ts'
import { partDayFrom, serverLimitFrom } from '../rows/server.ts'

type PartReads = Pick<
  TeamReads,
  'flows' | 'partNames' | 'partDays' | 'knowsPart' | 'serverLimits' | 'serverLimit'
>

export function partReads(engine: Engine, db: Db, team: string): PartReads {
  const days = db.selectFrom('part_days').where('team_id', '=', team)
  const limits = db.selectFrom('server_limits').selectAll().where('team_id', '=', team)
  const among = (parts: readonly string[]) =>
    isAmong(
      engine,
      ['part'],
      parts.map((part) => [part]),
    )
  return {
    partNames: async (resource, parts) => {
      const rows = await db
        .selectFrom('parts')
        .select(['part', 'name'])
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .where(among(parts))
        .execute()
      return new Map(rows.map(({ part, name }) => [part, name]))
    },
    flows: async (ids) => {
      const all = db.selectFrom('flows').selectAll().where('team_id', '=', team)
      const keys = ids === 'all' ? [] : ids.map((id) => [id])
      const rows = await (ids === 'all' ? all : all.where(isAmong(engine, ['flow'], keys)))
        .orderBy('flow')
        .execute()
      return rows.map(flowFrom)
    },
    partDays: async ({ resource, parts, from, to }) => {
      const inSpan = days
        .selectAll()
        .where('resource', '=', resource)
        .where('day', '>=', from)
        .where('day', '<', to)
      const rows = await (parts ? inSpan.where(among(parts)) : inSpan)
        .orderBy('part')
        .orderBy('day')
        .execute()
      return rows.map(partDayFrom)
    },
    knowsPart: async (resource, part) => {
      const row = await days
        .select('day')
        .where('resource', '=', resource)
        .where('part', '=', part)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    serverLimits: async () => {
      const rows = await limits.where('credits', 'is not', null).orderBy('server').execute()
      return rows.map(serverLimitFrom)
    },
    serverLimit: async (server) => {
      const row = await limits.where('server', '=', server).executeTakeFirst()
      return row && row.credits !== null ? serverLimitFrom(row) : undefined
    },
  }
}
