import { type Migration, type QueryExecutorProvider, sql } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * PostgreSQL's own wall between teams: policies let a statement see and write only rows of the team
 * that it was opened for (`postgres-reach.ts` says which). A statement opened for none has no rows.
 */

/** Tables that a few questions are asked of over all teams. Those only read; see `every-team.ts`. */
export const EVERY_TEAM_TABLES = [
  'teams',
  'members',
  'invitations',
  'keys',
  'embeds',
  'connections',
  'deliveries',
  'rejections',
  'kept_mails',
] as const satisfies readonly (keyof Schema)[]

export type EveryTeamTable = (typeof EVERY_TEAM_TABLES)[number]

export const TEAM_SETTING = 'headroom.team'
export const REACH_SETTING = 'headroom.reach'
export const EVERY_TEAM = 'every-team'

/** Before a team's id, so that a setting that was never made is told from a team without a name. */
export const TEAM_MARK = '='

/** A setting that has ended is empty, not absent. */
const TEAM = `substr(nullif(current_setting('${TEAM_SETTING}', true), ''), ${TEAM_MARK.length + 1})`

/**
 * One comparison with what is the same for all rows: plans know that it says what the statement itself
 * says, and look at it once.
 */
const OWN = `team_id = ${TEAM}`

/** With an "or", plans would take the rows for far fewer than they are; each part is worked out once. */
const OWN_OR_EVERY = `case when (select current_setting('${REACH_SETTING}', true) = '${EVERY_TEAM}')
  then true else team_id = (select ${TEAM}) end`

const POLICIES = ['team', 'team_read', 'team_insert', 'team_update', 'team_delete']

/** Builds the wall around every table with a `team_id`, whatever is there of it already. */
export async function raiseWall(db: QueryExecutorProvider): Promise<void> {
  const statements = (await tablesOfTeams(db)).flatMap(({ name }) => wallAround(name))
  await sql.raw(statements.join(';\n')).execute(db)
}

/** For a table by its name, quoted where it must be. */
export function wallAround(table: string): string[] {
  return [
    `alter table ${table} enable row level security, force row level security`,
    ...POLICIES.map((policy) => `drop policy if exists ${policy} on ${table}`),
    ...policiesOf(table),
  ]
}

/** Lets the owner of the tables past it, until it is raised again: a migration is of all teams. */
export async function lowerWall(db: QueryExecutorProvider): Promise<void> {
  const tables = await tablesOfTeams(db)
  const statements = tables.map(({ name }) => `alter table ${name} no force row level security`)
  await sql.raw(statements.join(';\n')).execute(db)
}

/** A migration that sees all teams, and whose new tables get the wall, too. */
export function acrossWall({ up }: Migration): Migration {
  return {
    up: async (db) => {
      await lowerWall(db)
      await up(db)
      await raiseWall(db)
    },
  }
}

/** What makes the wall weaker than it should be: sentences for the operator. */
export async function concernsOfWall(db: QueryExecutorProvider): Promise<string[]> {
  const { rows } = await sql<{ name: string; passes: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as passes
    from pg_roles where rolname = current_user`.execute(db)
  const passing = rows.filter(({ passes }) => passes)
  const open = (await tablesOfTeams(db)).filter(({ walled }) => !walled)
  return [
    ...passing.map(
      ({ name }) =>
        `The database role ${name} passes row-level security: PostgreSQL does not keep teams apart. Use a role that is no superuser and has no BYPASSRLS.`,
    ),
    ...open.map(
      ({ name }) =>
        `PostgreSQL does not keep teams apart in ${name}: its row-level security was turned off. Turn it on: alter table ${name} enable row level security, force row level security.`,
    ),
  ]
}

async function tablesOfTeams(
  db: QueryExecutorProvider,
): Promise<{ name: string; walled: boolean }[]> {
  const { rows } = await sql<{ name: string; walled: boolean }>`
    select quote_ident(relname) as name, relrowsecurity and relforcerowsecurity as walled
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and attname = 'team_id' and not attisdropped
    order by relname`.execute(db)
  return rows
}

function policiesOf(table: string): string[] {
  const everyTeam: readonly string[] = EVERY_TEAM_TABLES
  if (!everyTeam.includes(table)) {
    return [`create policy team on ${table} using (${OWN}) with check (${OWN})`]
  }
  return [
    `create policy team_read on ${table} for select using (${OWN_OR_EVERY})`,
    `create policy team_insert on ${table} for insert with check (${OWN})`,
    `create policy team_update on ${table} for update using (${OWN}) with check (${OWN})`,
    `create policy team_delete on ${table} for delete using (${OWN})`,
  ]
}
