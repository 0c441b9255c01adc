import { type RawBuilder, sql } from 'kysely'
import type { Query } from './member-page-sql.ts'

export type Source = {
  table: 'a' | 't'
  column: RawBuilder<unknown>
  /** Which of its rows have the figure; the others have the one of members without a row. */
  where?: RawBuilder<unknown>
}
/** What a page is sorted by, unless by name. */
export type Figure = {
  /** Where the figure of a member is; nothing when all have the same. */
  source?: Source
  /** The figure of members without a row there. */
  fresh: number
}

export function figureOf({ sort, holds, fresh }: Query): Figure {
  const shared = holds === 'shared'
  switch (sort) {
    case 'used':
    case 'share':
      if (shared) return { source: { table: 't', column: sql`t.credits` }, fresh: 0 }
      return sort === 'used'
        ? { source: { table: 'a', column: sql`a.used` }, fresh: fresh.used }
        : { source: { table: 'a', column: sql`a.share_bps` }, fresh: fresh.shareBps }
    case 'left':
      if (shared) return { fresh: fresh.left }
      return { source: { table: 'a', column: sql`a.left_credits` }, fresh: fresh.left }
    case 'cost':
      // Written out as in the index, which is small: nearly nobody has cost anything.
      return {
        source: { table: 't', column: sql`t.cost_micros`, where: sql`t.cost_micros > 0` },
        fresh: 0,
      }
    case 'name':
      throw new Error('a name is no figure')
    default:
      return sort satisfies never
  }
}
