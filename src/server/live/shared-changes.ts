import pg from 'pg'
import type { Changes } from '#api/live/changes.ts'

const CHANNEL = 'headroom_changes'
/** After a lost connection; what happened meanwhile a page sees at its next look. */
const RETRY_MS = 1_000
const CONNECT_WAIT_MS = 10_000

export type SharedChanges = Changes & { stop: () => Promise<void> }

/**
 * Tells the other servers of a PostgreSQL what was committed here, and this one's followers what was
 * committed there. It is told after the commit and apart from it, many teams at once: a notification
 * within the transaction would have all commits of the database wait for each other.
 */
export async function shareChanges(
  own: Changes,
  { url, pool, report }: { url: string; pool: pg.Pool; report: (error: unknown) => void },
): Promise<SharedChanges> {
  const name = crypto.randomUUID()
  const untold = new Set<string>()
  let telling: Promise<void> | undefined
  let listener: pg.Client | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  await listen().catch(lost)
  return {
    ...own,
    publish: (team) => {
      own.publish(team)
      if (isStopped) return
      untold.add(team)
      telling ??= tell().finally(() => {
        telling = undefined
      })
    },
    stop: async () => {
      isStopped = true
      clearTimeout(retry)
      await telling
      await listener?.end().catch(() => undefined)
    },
  }

  /** One statement at a time: while it is under way, what follows gathers. */
  async function tell(): Promise<void> {
    while (untold.size > 0) {
      const teams = [...untold].map((team) => JSON.stringify([name, team]))
      untold.clear()
      const text = 'select pg_notify($1, each) from unnest($2::text[]) as each'
      await pool.query(text, [CHANNEL, teams]).catch(report)
    }
  }

  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'headroom-listener',
      // It only listens: that the line is dead is seen by nothing else.
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WAIT_MS,
    })
    client.on('error', lost)
    client.on('notification', ({ payload = '[]' }) => {
      const [from, team] = JSON.parse(payload)
      if (from !== name && typeof team === 'string') own.publish(team)
    })
    listener = client
    await client.connect()
    await client.query(`listen ${CHANNEL}`)
  }

  function lost(error: unknown): void {
    listener?.removeAllListeners()
    listener?.on('error', () => undefined)
    listener?.end().catch(() => undefined)
    listener = undefined
    if (isStopped) return
    report(error)
    clearTimeout(retry)
    retry = setTimeout(() => void listen().catch(lost), RETRY_MS)
    retry.unref()
  }
}
