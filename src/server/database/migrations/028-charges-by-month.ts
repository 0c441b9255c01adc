import { type Kysely, sql } from 'kysely'

/**
 * Charges become partitions in PostgreSQL. What is there stays where it is, as the partition of all
 * that is in no other; months are made from then on (`months.ts`).
 */
export async function partitionCharges(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const BOOKED = '(team_id, resource, booked_at, charge, kind, member_id, part, credits)'

/** The key must hold what partitions are told apart by. Indexes that are there are taken over. */
const STATEMENTS = [
  'alter table charges rename to charges_rest',
  'alter table charges_rest drop constraint charges_pkey',
  `alter table charges_rest
    add constraint charges_rest_pkey primary key (team_id, booked_at, charge)`,
  'alter index charges_booked rename to charges_rest_booked',
  'alter index charges_bought rename to charges_rest_bought',
  `create table charges (like charges_rest including defaults including constraints)
    partition by range (booked_at)`,
  'alter table charges add primary key (team_id, booked_at, charge)',
  `create index charges_booked on charges ${BOOKED}`,
  `create index charges_bought on charges (team_id, resource, booked_at, charge)
    where blocks_bought > 0`,
  'alter table charges attach partition charges_rest default',
]
