import type { TeamReads } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { integerFrom } from '../integers.ts'

type Query = Parameters<TeamReads['totals']>[0] & { team: string }

export async function totals(db: Db, query: Query): ReturnType<TeamReads['totals']> {
  const { team, cycle, resource, dimension, keys, limit } = query
  const all = db
    .selectFrom('totals')
    .where('team_id', '=', team)
    .where('cycle', '=', cycle)
    .where('resource', '=', resource)
    .where('dimension', '=', dimension)
  const matching = keys ? all.where('key', 'in', [...keys]) : all
  const largest = matching
    .select(['key', 'credits', 'charges', 'cost_micros as costMicros'])
    .orderBy('credits', 'desc')
    .orderBy('charges', 'desc')
    .orderBy('key')
    .limit(limit)
  const summed = matching.select(({ fn }) => [
    fn.countAll().as('rows'),
    fn.sum('credits').as('credits'),
    fn.sum('charges').as('charges'),
  ])
  const [rows, sum] = await Promise.all([largest.execute(), summed.executeTakeFirstOrThrow()])
  return {
    rows,
    all: {
      rows: integerFrom(sum.rows),
      credits: integerFrom(sum.credits ?? 0),
      charges: integerFrom(sum.charges ?? 0),
    },
  }
}
