import { sql } from 'kysely'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { Store } from '#api/ports.ts'
import type { Member } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { recordOfServer } from '../database/audit-writes.ts'
import type { Db, Engine, Statements } from '../database/engine.ts'
import type { AuditRow } from '../database/schema.ts'
import { teamWrites } from '../database/team-writes.ts'
import { lockTeam } from '../database/write-team.ts'
import { OperatorError } from '../operator-error.ts'
import type { Erased } from './erased-text.ts'
import { rechain, withoutWalls } from './rechain.ts'
import { erasedRow, eraseFrom } from './rows-with.ts'

type Asked = { team: string; member: string; pseudonym: string; asOf: Millis }

/**
 * Takes a person out of all that is kept of a team, in one transaction: what counts stays, under a
 * pseudonym, to the credit. Somebody who is in no other team and does not look after the server can't
 * sign in any more, and is forgotten as a person, too.
 *
 * @throws OperatorError where there is nobody to erase, or files hold what is to be erased
 */
export async function eraseMember(
  { engine, store }: { engine: Engine; store: Store },
  asked: Asked,
): Promise<{ entries: number; forgotten: boolean }> {
  const { team, member: id, asOf } = asked
  const [member] = await store.team(team).members([id])
  if (!member) throw new OperatorError(`The team ${team} has no member ${id}.`)
  await refuseInFiles(store, asked)
  const elsewhere = member.person === undefined ? [] : await store.teamsOf(member.person)
  const isElsewhere = elsewhere.some((other) => other.id !== team)
  const tables = (await engine.tables()).filter(({ columns }) => columns.includes('team_id'))
  let entries = 0
  let forgotten = false
  await engine.writeWhole(async ({ within }) => {
    await within({ kind: 'team', team }, async (db) => {
      if (engine.locksRows) await sql`set local statement_timeout = 0`.execute(db)
      await lockTeam(engine, db, team)
      const erased = await erasedOf(db, { team, member, pseudonym: asked.pseudonym })
      await removeOwn(db, { team, erased, asOf })
      for (const table of tables) {
        if (table.name !== 'audit') await eraseFrom(db, { table, team, erased })
      }
      const chained = await withoutWalls(engine, db, () =>
        rechain(db, { team, change: (row) => erasedRow(erased, row) }),
      )
      entries = chained.entries
      const { id: object, name } = erased.pseudonym
      await teamWrites(engine, db, team).record(
        entryOf(
          { by: OPERATOR, asOf },
          {
            action: 'member-erased',
            object: { id: object, name },
            after: { entries, lastHash: chained.lastHash },
          },
        ),
      )
    })
    const { person } = member
    const erased: Erased = { member, pseudonym: named(asked.pseudonym), sharesName: false }
    if (person !== undefined && !isElsewhere) {
      await within('no-team', async (db) => {
        forgotten = await forgetPerson(db, { person, email: member.email, engine })
      })
    }
    const isOver = forgotten || person === undefined
    await within({ kind: 'server' }, async (db) => {
      await eraseFromServer(engine, db, { all: isOver ? [erased] : [], asOf })
    })
  })
  return { entries, forgotten }
}

/** What is of the whole server has whoever signed in without a team. */
export async function eraseFromServer(
  engine: Engine,
  db: Db,
  { all, asOf }: { all: readonly Erased[]; asOf: Millis },
): Promise<void> {
  for (const erased of all) await removeOwn(db, { team: '', erased, asOf })
  const change = (row: AuditRow) => all.reduce((left, erased) => erasedRow(erased, left), row)
  const { entries, lastHash } = await withoutWalls(engine, db, () =>
    rechain(db, { team: '', change }),
  )
  if (entries === 0) return
  const object = { id: 'erased', name: all.map(({ pseudonym }) => pseudonym.name).join(', ') }
  const done = { action: 'member-erased', object, after: { entries, lastHash } } as const
  await recordOfServer(engine, db, entryOf({ by: OPERATOR, asOf }, done))
}

/** What is in a file can't be erased by this: it would come back with it. */
async function refuseInFiles(store: Store, { team: id, member }: Asked): Promise<void> {
  const team = store.team(id)
  const archived = await team.archivedCycles()
  if (archived.length === 0) return
  const cycles = archived.map(({ cycle }) => cycle).join(', ')
  throw new OperatorError(
    `Charges of ${cycles} lie in files, which may hold ${member}. Put them back first (npm run ledger -- unarchive FILE…), erase, archive them again, and destroy the files of before.`,
  )
}

export function named(pseudonym: string): Erased['pseudonym'] {
  return {
    id: pseudonym,
    name: `Erased member ${pseudonym.slice(-4)}`,
    email: `${pseudonym}@erased.invalid`,
  }
}

async function erasedOf(
  db: Db,
  { team, member, pseudonym }: { team: string; member: Member; pseudonym: string },
): Promise<Erased> {
  const { id, name, email, person } = member
  const same = await db
    .selectFrom('members')
    .select('member_id')
    .where('team_id', '=', team)
    .where('member_id', '!=', id)
    .where('name', '=', name)
    .executeTakeFirst()
  return {
    member: { id, name, email, person },
    pseudonym: named(pseudonym),
    sharesName: same !== undefined,
  }
}

/** What was theirs alone, and counts for nothing. */
async function removeOwn(
  db: Db,
  { team, erased, asOf }: { team: string; erased: Erased; asOf: Millis },
): Promise<void> {
  const { id, email } = erased.member
  const address = email.toLowerCase()
  const statements = [
    sql`delete from kept_mails where team_id = ${team} and lower(to_address) = ${address}`,
    // Replayed they would count for nobody.
    sql`delete from rejections where team_id = ${team} and (event like ${`%${JSON.stringify(id)}%`}
      or lower(event) like ${`%${address}%`})`,
    ...(team === ''
      ? []
      : [
          sql`delete from keys where team_id = ${team} and member_id = ${id}`,
          sql`delete from embeds where team_id = ${team} and (member_id = ${id} or by_id = ${id})`,
          sql`delete from invitations where team_id = ${team}
            and (member_id = ${id} or lower(email) = ${address})`,
          sql`delete from mail_choices where team_id = ${team} and member_id = ${id}`,
          sql`delete from dismissals where team_id = ${team} and viewer = ${id}`,
          sql`delete from deliveries where team_id = ${team} and recipient = ${id}
            and channel in ('mail', 'inbox')`,
          sql`update connections set sealed_key = null, lease = null, due_at = null,
            removed_at = coalesce(removed_at, ${asOf})
            where team_id = ${team} and member_id = ${id}`,
          sql`update members set name = ${erased.pseudonym.name}, name_key = ${erased.pseudonym.id},
            email = ${erased.pseudonym.email}, email_key = ${erased.pseudonym.email},
            admin = 0, billing = 0, member = 1, person_id = null,
            removed_at = coalesce(removed_at, ${asOf})
            where team_id = ${team} and member_id = ${id}`,
        ]),
  ]
  for (const statement of statements) await statement.execute(db)
}

/** @returns whether they were: not who looks after the server */
export async function forgetPerson(
  db: Statements,
  { person, email, engine }: { person: string; email: string; engine: Engine },
): Promise<boolean> {
  const { rows } = await sql<{ operator: unknown }>`
    select operator from persons where id = ${person}`.execute(db)
  if (rows.some(({ operator }) => operator === true || operator === 1)) return false
  const address = email.toLowerCase()
  for (const statement of [
    sql`delete from person_sessions where "userId" = ${person}`,
    sql`delete from person_accounts where "userId" = ${person}`,
    sql`delete from person_tokens where value like ${`%${person}%`}
      or lower(identifier) like ${`%${address}%`} or lower(value) like ${`%${address}%`}`,
    sql`delete from persons where id = ${person}`,
  ]) {
    await statement.execute(db)
  }
  // Of the embedded database each server counts by itself.
  if (engine.locksRows) {
    await sql`delete from rate_limits where key like ${`%${person}%`}`.execute(db)
  }
  return true
}
