import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openSqlite } from '#server/database/sqlite.ts'
import { losesTeams, lostSoFar } from '#test/support/fail-on-lost-team.ts'
import { tableWithoutTeam } from '#test/support/team-statements.ts'

losesTeams()

const WHOLE: [string, string][] = [
  ['a table of no team', 'select * from persons where email = $1'],
  ['a parameter', 'select * from "charges" where "team_id" = $1 and ("kind" = $2 or "late" = $3)'],
  ['a parameter of SQLite', 'update "members" set "name" = ? where "team_id" = ?'],
  ['a literal', `delete from parts where team_id = 'acme'`],
  ['an alias', 'select * from charges as c where c.team_id = ?'],
  [
    'a join',
    'select * from members as m left join accounts as a on a.team_id = m.team_id where m.team_id = ?',
  ],
  [
    'a subquery',
    `select * from switch_history where team_id = ? and seq = (
      select max(other.seq) from switch_history as other
      where other.team_id = switch_history.team_id)`,
  ],
  ['an insert', 'insert into "flows" ("team_id", "flow") values (?, ?)'],
  ['one that is asked of all teams', 'select * from "keys" where "key_id" = $1'],
  ['a column with the name of a table', 'update teams set charges = charges + ? where team_id = ?'],
  ['waiting for a row', 'select team_id from teams where team_id = ? for update'],
]

const LOST: [string, string, string][] = [
  ['nothing at all', 'select * from charges', 'charges'],
  ['another column', 'select * from charges where charge = $1', 'charges'],
  ['the team of what comes out', 'select team_id from charges where charge = ?', 'charges'],
  ['any other team', 'select * from charges where team_id <> ?', 'charges'],
  [
    'a subquery without',
    'select * from flows where team_id = ? and flow in (select part from parts)',
    'parts',
  ],
  [
    'only a subquery with',
    'select * from flows where flow in (select part from parts where team_id = ?)',
    'flows',
  ],
  [
    'a join without',
    'select * from members as m join accounts as a on a.holder = m.member_id where m.team_id = ?',
    'accounts',
  ],
  [
    'two joined with each other',
    'select * from members as m join accounts as a on a.team_id = m.team_id',
    'members',
  ],
  ['another table’s', 'select * from flows as f join persons as p on p.team_id = ?', 'flows'],
  ['an update', 'update keys set used_at = ? where key_id = ?', 'keys'],
  ['a delete', 'delete from parts', 'parts'],
  ['an insert', 'insert into flows (flow) values (?)', 'flows'],
  ['a copy', 'insert into flows (team_id, flow) select team_id, part from parts', 'parts'],
]

describe('a statement', () => {
  test.each(WHOLE)('is of one team by %s', (_, statement) => {
    expect(tableWithoutTeam(statement)).toBeUndefined()
  })

  test.each(LOST)('is of no team by %s', (_, statement, table) => {
    expect(tableWithoutTeam(statement)).toBe(table)
  })
})

test('whatever is said to a database is looked at', async () => {
  const { ofTeam, close } = await openSqlite({ folder: ':memory:', role: 'server' })
  expect(lostSoFar()).toEqual([])
  await sql`select 1 from charges`.execute(ofTeam('one').db)
  await ofTeam('one').transact((db) => sql`delete from parts`.execute(db))
  expect(lostSoFar()).toEqual(['select 1 from charges', 'delete from parts'])
  await close()
})
