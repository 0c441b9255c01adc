import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect, type TableSpec } from './create-tables.ts'

const ROLLUP = {
  columns: {
    team_id: 'text',
    holder: 'text',
    resource: 'text',
    kind: 'text',
    bucket: 'instant',
    credits: 'amount',
    charges: 'amount',
  },
  key: ['team_id', 'holder', 'resource', 'kind', 'bucket'],
} satisfies TableSpec

const SWITCH = {
  team_id: 'text',
  resource: 'text',
  holder: 'text',
  seq: 'amount',
  switched_on: 'yes-no',
  at: 'instant',
  actor_id: 'text',
  actor_name: 'text',
} satisfies TableSpec['columns']

const TABLES: Record<string, TableSpec> = {
  teams: {
    columns: {
      team_id: 'text',
      name: 'text',
      plan: 'text',
      zone: 'text',
      anchor: 'text',
      created_at: 'instant',
      example: 'yes-no',
      charges: 'amount',
      decisions: 'amount',
    },
    key: ['team_id'],
  },
  members: {
    columns: {
      team_id: 'text',
      member_id: 'text',
      name: 'text',
      email: 'text',
      name_key: 'text',
      email_key: 'text',
      admin: 'yes-no',
      billing: 'yes-no',
      member: 'yes-no',
      created_at: 'instant',
      removed_at: 'instant?',
    },
    key: ['team_id', 'member_id'],
  },
  accounts: {
    columns: {
      team_id: 'text',
      cycle: 'text',
      resource: 'text',
      holder: 'text',
      allowance: 'amount?',
      included: 'amount',
      bonus: 'amount',
      pay_as_you_go: 'amount',
      uncovered: 'amount',
      bought_blocks: 'amount',
      bought_credits: 'amount',
      bought_micros: 'amount',
      fired: 'text',
      used: 'amount',
      left_credits: 'amount',
      share_bps: 'amount',
      limit_state: 'text',
      at_limit: 'yes-no',
      bought_left: 'amount',
    },
    key: ['team_id', 'cycle', 'resource', 'holder'],
  },
  bonus_grants: {
    columns: {
      team_id: 'text',
      grant_id: 'text',
      resource: 'text',
      amount: 'amount',
      left_credits: 'amount',
      start: 'instant',
      expiry: 'instant?',
    },
    key: ['team_id', 'grant_id'],
  },
  charges: {
    columns: {
      team_id: 'text',
      charge: 'amount',
      source: 'text',
      event_id: 'text',
      event: 'text',
      time: 'instant',
      received_at: 'instant',
      booked_at: 'instant',
      late: 'yes-no',
      cycle: 'text',
      resource: 'text',
      kind: 'text',
      member_id: 'text?',
      part: 'text?',
      rating: 'text',
      credits: 'amount',
      included: 'amount',
      bonus: 'amount',
      pay_as_you_go: 'amount',
      uncovered: 'amount',
      blocks_bought: 'amount',
      cost_micros: 'amount',
    },
    key: ['team_id', 'charge'],
    large: true,
  },
  rollups: ROLLUP,
  rollup_hours: ROLLUP,
  totals: {
    columns: {
      team_id: 'text',
      cycle: 'text',
      resource: 'text',
      dimension: 'text',
      key: 'text',
      credits: 'amount',
      charges: 'amount',
      cost_micros: 'amount',
    },
    key: ['team_id', 'cycle', 'resource', 'dimension', 'key'],
  },
  parts: {
    columns: { team_id: 'text', resource: 'text', part: 'text', name: 'text' },
    key: ['team_id', 'resource', 'part'],
  },
  crossings: {
    columns: {
      team_id: 'text',
      crossing_id: 'text',
      cycle: 'text',
      resource: 'text',
      holder: 'text',
      threshold: 'text',
      crossed: 'text',
      at: 'instant',
      charge: 'amount',
      used: 'amount',
      allowance: 'amount',
      work: 'text',
    },
    key: ['team_id', 'crossing_id'],
  },
  dismissals: {
    columns: { team_id: 'text', viewer: 'text', cycle: 'text', alert: 'text', at: 'instant' },
    key: ['team_id', 'viewer', 'cycle', 'alert'],
  },
  switches: { columns: SWITCH, key: ['team_id', 'resource', 'holder'] },
  switch_history: { columns: SWITCH, key: ['team_id', 'resource', 'holder', 'seq'] },
  rejections: {
    columns: {
      team_id: 'text',
      hash: 'text',
      received_at: 'instant',
      times: 'amount',
      reason: 'text',
      detail: 'text',
      path: 'text',
      event: 'text',
    },
    key: ['team_id', 'hash'],
    large: true,
  },
}

export async function createLedger(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, TABLES)
  for (const index of INDEXES) await index.execute(db)
}

const INDEXES = [
  sql`create unique index charges_event on charges (team_id, source, event_id)`,
  // Holds all that charges are filtered by and what is summed, so that only rows shown are fetched.
  sql`create index charges_booked on charges
    (team_id, resource, booked_at, charge, kind, member_id, part, credits)`,
  sql`create index charges_bought on charges (team_id, resource, booked_at, charge)
    where blocks_bought > 0`,
  sql`create index accounts_share on accounts (team_id, cycle, resource, share_bps, holder)`,
  sql`create index accounts_used on accounts (team_id, cycle, resource, used, holder)`,
  sql`create index accounts_left on accounts (team_id, cycle, resource, left_credits, holder)`,
  sql`create index totals_cost on totals (team_id, cycle, resource, dimension, cost_micros, key)
    where cost_micros > 0`,
  sql`create index members_name on members (team_id, name_key, member_id)`,
  sql`create index members_admin on members (team_id, name_key, member_id) where admin = 1`,
  sql`create index members_billing on members (team_id, name_key, member_id) where billing = 1`,
  sql`create index members_removed on members (team_id, removed_at)
    where removed_at is not null`,
  sql`create index crossings_newest on crossings (team_id, cycle, charge)`,
  sql`create index switches_seq on switches (team_id, resource, seq)`,
]
