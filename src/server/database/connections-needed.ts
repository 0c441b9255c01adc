import type pg from 'pg'

type Wanted = { workers: number; connections: number }

/** Each process has one more, on which it is told what others commit. */
export function connectionsNeeded({ workers, connections }: Wanted): number {
  return workers * (connections + 1)
}

/** Past what PostgreSQL gives, requests under load would fail one by one: better said at the start. */
export async function concernsOfConnections(
  pool: Pick<pg.Pool, 'query'>,
  wanted: Wanted,
): Promise<string[]> {
  const needed = connectionsNeeded(wanted)
  const { rows } = await pool.query<{ most: number }>(
    `select current_setting('max_connections')::int
      - current_setting('superuser_reserved_connections')::int as most`,
  )
  const most = rows[0]?.most
  if (most === undefined || needed <= most) return []
  return [
    `This server may want ${needed} connections (${wanted.workers} × (${wanted.connections} + 1)), and PostgreSQL gives ${most}: lower HEADROOM_WORKERS or HEADROOM_CONNECTIONS, raise max_connections, or put a pooler between.`,
  ]
}
