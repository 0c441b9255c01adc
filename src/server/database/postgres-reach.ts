import pg from 'pg'
import { holdableText } from './holdable-text.ts'
import { EVERY_TEAM, REACH_SETTING, TEAM_MARK, TEAM_SETTING } from './team-wall.ts'

/** Which rows a statement may see and write. */
export type Reach = { kind: 'team'; team: string } | { kind: 'server' } | { kind: 'every-team' }

type Setting = { name: string; value: string }

function settingOf(reach: Reach): Setting {
  switch (reach.kind) {
    case 'team':
      // A team without an id is none: its rows are the server's.
      return { name: TEAM_SETTING, value: reach.team === '' ? '' : marked(reach.team) }
    case 'server':
      return { name: TEAM_SETTING, value: marked('') }
    case 'every-team':
      return { name: REACH_SETTING, value: EVERY_TEAM }
    default:
      return reach satisfies never
  }
}

function marked(team: string): string {
  return `${TEAM_MARK}${holdableText(team)}`
}

/** Takes back what a transaction said before of whom it is for. */
export const NO_REACH = `set local ${TEAM_SETTING} = ''; set local ${REACH_SETTING} = ''`

/** For a transaction's first lines: it ends with the transaction. */
export function settingSql(reach: Reach): string {
  const { name, value } = settingOf(reach)
  return `set local ${name} = ${pg.escapeLiteral(value)}`
}

/**
 * Sets both before the statement, and gives no row: neither condition holds. Compiling a statement
 * takes longer than any of ours runs.
 */
const SET = `select where set_config('jit', 'off', true) is null or set_config($1, $2, true) is null`

/**
 * Runs a statement that is a transaction by itself, with its reach set in that very transaction: both
 * go to the server at once, and until it is asked to sync they are one. So nothing stays with the
 * connection, which the pool (or one outside) gives to another team next.
 */
export function runWithin<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  reach: Reach,
  statement: { text: string; values: unknown[]; name?: string },
): Promise<pg.QueryResult<R>> {
  const { name, value } = settingOf(reach)
  return new Promise((resolve, reject) => {
    const extended = { ...statement, queryMode: 'extended' }
    const query = new pg.Query<R>(extended, (error, results) =>
      error ? reject(error) : resolve(lastOf(results)),
    )
    const { submit } = query
    query.submit = (connection) => {
      connection.stream.cork()
      connection.parse({ name: '', text: SET, types: [] }, true)
      connection.bind({ values: [name, value] }, true)
      connection.execute(null, true)
      const refusal = submit.call(query, connection)
      connection.stream.uncork()
      return refusal
    }
    client.query(query)
  })
}

/** The driver gives a list where it was answered more than once. */
function lastOf<R extends pg.QueryResultRow>(results: pg.QueryResult<R>): pg.QueryResult<R> {
  return Array.isArray(results) ? results.at(-1) : results
}
