import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { DatabaseRefused } from './errors.ts'
import { createLedger } from './migrations/001-ledger.ts'
import { createRollupDays } from './migrations/002-rollup-days.ts'
import { createRuns } from './migrations/003-runs.ts'
import { createBonusPurchases } from './migrations/004-bonus-purchases.ts'
import { createMessages } from './migrations/005-messages.ts'
import { createSpendCaps } from './migrations/006-spend-caps.ts'
import { createPartDays } from './migrations/007-part-days.ts'
import { createInvoices } from './migrations/008-invoices.ts'
import { createPlanChanges } from './migrations/009-plan-changes.ts'
import { createLowCredit } from './migrations/010-low-credit.ts'
import { createFlows } from './migrations/011-flows.ts'
import { countOwnKey } from './migrations/012-own-key.ts'
import { createChargesAlerts } from './migrations/013-charges-alerts.ts'
import { createKeptMails } from './migrations/014-kept-mails.ts'
import { createCurrency } from './migrations/015-currency.ts'
import { createConnections } from './migrations/016-connections.ts'
import { createPeople } from './migrations/017-people.ts'
import { createKeys } from './migrations/018-keys.ts'
import { createRateLimits } from './migrations/019-rate-limits.ts'
import { createInvitations } from './migrations/020-invitations.ts'
import { createAudit } from './migrations/021-audit.ts'
import { countEarlierAttempts } from './migrations/022-earlier-attempts.ts'
import { tellWhoInvites } from './migrations/023-invited-by-operator.ts'
import { createEmbeds } from './migrations/024-embeds.ts'
import { tellWhatReplaced } from './migrations/026-replaced-keys.ts'
import { createEventKeys } from './migrations/027-event-keys.ts'
import { partitionCharges } from './migrations/028-charges-by-month.ts'
import { createArchivedCycles } from './migrations/029-archived-cycles.ts'
import { createSettings } from './migrations/030-settings.ts'
import { findOldRejections } from './migrations/031-old-rejections.ts'
import { createHolds } from './migrations/032-holds.ts'
import { findCrossingsByHolder } from './migrations/033-crossings-by-holder.ts'
import type { Dialect } from './migrations/create-tables.ts'
import { isLockTimeout, isWorthRunningAgain } from './postgres-errors.ts'
import type { Schema } from './schema.ts'
import { acrossWall, raiseWall } from './team-wall.ts'

/** PostgreSQL keeps teams apart from here on. */
const WALL = '025-team-wall'

/** Each takes a second or more: as long as PostgreSQL waits before it looks for a deadlock, or as `PATIENCE`. */
const MAX_ATTEMPTS = 30

/**
 * How long a migration waits for a table. Whoever comes after it waits behind it, and what it waits for may be
 * a backup of an hour; so it lets the others go first, and tries again.
 */
const PATIENCE = '2s'

/** Brings the tables to this version's form, or leaves them as they were and throws. */
export async function migrate(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  await migrateBy(db, migrationsFor(dialect))
}

/**
 * Again from the start where it lost against others: an older server may be at work on the same tables,
 * in whatever order its statements come to them.
 */
export async function migrateBy<T>(db: Kysely<T>, provider: MigrationProvider): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { error } = await new Migrator({ db, provider }).migrateToLatest()
    if (!error) return
    if (isFromNewerVersion(error)) throw newer(error)
    const isHeld = isLockTimeout(error)
    if (attempt === MAX_ATTEMPTS) throw isHeld ? held(error) : error
    if (!isHeld && !isWorthRunningAgain(error)) throw error
  }
}

export async function hasPendingMigrations(db: Kysely<Schema>, dialect: Dialect): Promise<boolean> {
  const migrator = new Migrator({ db, provider: migrationsFor(dialect) })
  const migrations = await migrator.getMigrations()
  return migrations.some((migration) => migration.executedAt === undefined)
}

/** The migrations that made the tables what they are, in order. */
export async function appliedMigrations(engine: Pick<Engine, 'ofNoTeam'>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(engine.ofNoTeam.db)
  return rows.map(({ name }) => name)
}

function migrationsFor(dialect: Dialect): MigrationProvider {
  const all = Object.entries(migrations(dialect))
  if (dialect === 'sqlite') return { getMigrations: async () => Object.fromEntries(all) }
  const ready = all.map(([name, migration]): [string, Migration] => [
    name,
    patient(name > WALL ? acrossWall(migration) : migration),
  ])
  return { getMigrations: async () => Object.fromEntries(ready) }
}

/** Not where one server waits for another that migrates, which takes as long as it takes. */
function patient({ up }: Migration): Migration {
  return {
    up: async (db) => {
      await sql`set local lock_timeout = ${sql.lit(PATIENCE)}`.execute(db)
      await up(db)
    },
  }
}

function migrations(dialect: Dialect): Record<string, Migration> {
  return {
    '001-ledger': { up: (db) => createLedger(db, dialect) },
    '002-rollup-days': { up: (db) => createRollupDays(db, dialect) },
    '003-runs': { up: (db) => createRuns(db, dialect) },
    '004-bonus-purchases': { up: (db) => createBonusPurchases(db, dialect) },
    '005-messages': { up: (db) => createMessages(db, dialect) },
    '006-spend-caps': { up: (db) => createSpendCaps(db, dialect) },
    '007-part-days': { up: (db) => createPartDays(db, dialect) },
    '008-invoices': { up: (db) => createInvoices(db, dialect) },
    '009-plan-changes': { up: (db) => createPlanChanges(db, dialect) },
    '010-low-credit': { up: (db) => createLowCredit(db, dialect) },
    '011-flows': { up: (db) => createFlows(db, dialect) },
    '012-own-key': { up: (db) => countOwnKey(db) },
    '013-charges-alerts': { up: (db) => createChargesAlerts(db, dialect) },
    '014-kept-mails': { up: (db) => createKeptMails(db, dialect) },
    '015-currency': { up: (db) => createCurrency(db, dialect) },
    '016-connections': { up: (db) => createConnections(db, dialect) },
    '017-people': { up: (db) => createPeople(db, dialect) },
    '018-keys': { up: (db) => createKeys(db, dialect) },
    '019-rate-limits': { up: (db) => createRateLimits(db, dialect) },
    '020-invitations': { up: (db) => createInvitations(db, dialect) },
    '021-audit': { up: (db) => createAudit(db, dialect) },
    '022-earlier-attempts': { up: (db) => countEarlierAttempts(db, dialect) },
    '023-invited-by-operator': { up: (db) => tellWhoInvites(db) },
    '024-embeds': { up: (db) => createEmbeds(db, dialect) },
    [WALL]: { up: async (db) => (dialect === 'postgres' ? raiseWall(db) : undefined) },
    '026-replaced-keys': { up: (db) => tellWhatReplaced(db, dialect) },
    '027-event-keys': { up: (db) => createEventKeys(db, dialect) },
    '028-charges-by-month': {
      up: async (db) => (dialect === 'postgres' ? partitionCharges(db) : undefined),
    },
    '029-archived-cycles': { up: (db) => createArchivedCycles(db, dialect) },
    '030-settings': { up: (db) => createSettings(db, dialect) },
    '031-old-rejections': { up: findOldRejections },
    '032-holds': { up: (db) => createHolds(db, dialect) },
    '033-crossings-by-holder': { up: findCrossingsByHolder },
  }
}

/** Kysely has no other sign for a migration that was run and is not known here. */
function isFromNewerVersion(error: unknown): boolean {
  return error instanceof Error && error.message.includes('previously executed migration')
}

function held(cause: unknown): DatabaseRefused {
  return new DatabaseRefused(
    'held',
    'The tables cannot be brought to this version’s form: something has held them for too long, such as a backup or a transaction that was left open. Start again once it is done.',
    { cause },
  )
}

function newer(cause: unknown): DatabaseRefused {
  return new DatabaseRefused(
    'newer',
    'The database was last used by a newer version of Headroom. Start that version, or restore a backup made before it.',
    { cause },
  )
}
