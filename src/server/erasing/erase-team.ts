import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { Store } from '#api/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { syncFolderOf } from '../archive/whole-file.ts'
import { recordOfServer } from '../database/audit-writes.ts'
import type { Db, Engine } from '../database/engine.ts'
import { lockTeam } from '../database/write-team.ts'
import { OperatorError } from '../operator-error.ts'
import { eraseFromServer, forgetPerson, named } from './erase-member.ts'
import type { Erased } from './erased-text.ts'
import { withoutWalls } from './rechain.ts'

type Asked = {
  team: string
  /** Where its final invoices go first; nothing where nobody is to have them. */
  invoices: string | undefined
  asOf: Millis
}

/**
 * Takes away all that there is of a team, in one transaction, and whoever could sign in to it alone. Its
 * invoices are on disk before. The server's own log says that it was done, and nothing else of the team.
 */
export async function eraseTeam(
  { engine, store }: { engine: Engine; store: Store },
  { team: id, invoices: file, asOf }: Asked,
): Promise<{ invoices: number; persons: number }> {
  const team = store.team(id)
  const profile = await team.profile()
  if (!profile) throw new OperatorError(`There is no team ${id}.`)
  const invoices = (await team.invoices()).toReversed()
  if (file !== undefined) {
    const lines = invoices.map((invoice) => `${JSON.stringify({ team: id, ...invoice })}\n`)
    // Never over a file that is there: it could hold another team's.
    await writeFile(file, lines.join(''), { flag: 'wx', mode: 0o600, flush: true })
    await syncFolderOf(file)
  }
  const tables = (await engine.tables()).filter(({ columns }) => columns.includes('team_id'))
  const people = await peopleOf({ engine, store }, id)
  const gone: Erased[] = []
  await engine.writeWhole(async ({ within }) => {
    await within({ kind: 'team', team: id }, async (db) => {
      if (engine.locksRows) await sql`set local statement_timeout = 0`.execute(db)
      await lockTeam(engine, db, id)
      await withoutWalls(engine, db, () => emptyTables(db, { tables, team: id }))
    })
    await within('no-team', async (db) => {
      for (const { member } of people) {
        const { person, email } = member
        if (!person || !(await forgetPerson(db, { person, email, engine }))) continue
        const pseudonym = named(`erased-${randomBytes(4).toString('hex')}`)
        gone.push({ member, pseudonym, sharesName: false })
      }
    })
    await within({ kind: 'server' }, async (db) => {
      await eraseFromServer(engine, db, { all: gone, asOf })
      const object = { id, name: id }
      const after = { invoices: file === undefined ? 'not kept' : 'in a file' }
      const change = { action: 'team-erased', object, after } as const
      await recordOfServer(engine, db, entryOf({ by: OPERATOR, asOf }, change))
    })
  })
  return { invoices: file === undefined ? 0 : invoices.length, persons: gone.length }
}

async function emptyTables(
  db: Db,
  { tables, team }: { tables: readonly { name: string }[]; team: string },
): Promise<void> {
  for (const { name } of tables) {
    await sql`delete from ${sql.table(name)} where team_id = ${team}`.execute(db)
  }
}

/** Who signs in to this team and to no other. */
async function peopleOf(
  { engine, store }: { engine: Engine; store: Store },
  team: string,
): Promise<Pick<Erased, 'member'>[]> {
  const rows = await engine
    .ofTeam(team)
    .db.selectFrom('members')
    .select(['member_id', 'name', 'email', 'person_id'])
    .where('team_id', '=', team)
    .where('person_id', 'is not', null)
    .execute()
  const alone: Pick<Erased, 'member'>[] = []
  for (const { member_id: id, name, email, person_id } of rows) {
    const person = person_id ?? ''
    const teams = await store.teamsOf(person)
    if (teams.every((other) => other.id === team))
      alone.push({ member: { id, name, email, person } })
  }
  return alone
}
