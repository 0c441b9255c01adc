import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { createSqlStore } from '#server/database/store.ts'
import { ENGINES } from '#test/support/engines.ts'
import { losesTeams } from '#test/support/fail-on-lost-team.ts'
import { NOW } from '#test/support/team.ts'

losesTeams()

const closes: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closes.splice(0)) await close()
})

const REST =
  'at, actor_kind, actor_name, address, request_id, action, object_id, object_name, before, after, hash'
const COPY = `insert into audit (team_id, seq, actor_id, ${REST})
  select team_id, {seq}, {actor}, ${REST} from audit where seq = 1`
const copyAt = (seq: number, actor = 'actor_id') =>
  COPY.replace('{seq}', String(seq)).replace('{actor}', actor)

const STATEMENTS: [string, string][] = [
  ['changing a row', "update audit set actor_name = 'Somebody else' where seq = 1"],
  ['changing many', 'update audit set at = 0'],
  ['taking one away', 'delete from audit where seq = 1'],
  ['taking all away', 'delete from audit'],
  ['one in between', copyAt(1)],
  ['one past a gap', copyAt(4)],
  ['one by nobody', copyAt(3, "''")],
]
const REPLACE: [string, string] = [
  'replacing one',
  copyAt(2).replace('insert into', 'insert or replace into'),
]
const TRUNCATE: [string, string] = ['emptying the table', 'truncate audit']

describe.each(ENGINES)('the audit log in $name, past the program', ({ name, open }) => {
  const all = [...STATEMENTS, name === 'SQLite' ? REPLACE : TRUNCATE]
  it.each(all)('refuses %s', async (_, statement) => {
    const engine = await open()
    // A machine without PostgreSQL has the other.
    if ('missing' in engine) return
    closes.push(() => engine.close())
    const { serverAudit } = createSqlStore(engine)
    const object = { id: 'acme', name: 'Acme' }
    for (const _time of [1, 2]) {
      await serverAudit.record(
        entryOf(
          { by: OPERATOR, asOf: NOW },
          { action: 'team-made', object, after: { plan: 'team' } },
        ),
      )
    }
    const before = await serverAudit.audit({ limit: 10 })
    const tried = engine.ofServer.transact((db) => sql.raw(statement).execute(db))
    await expect(tried).rejects.toThrow(/append-only/)
    expect(await serverAudit.audit({ limit: 10 })).toEqual(before)
    expect(before).toHaveLength(2)
  })
})
