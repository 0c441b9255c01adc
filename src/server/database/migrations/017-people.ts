import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect, type TableSpec } from './create-tables.ts'

/**
 * Who someone is: the tables of better-auth, in its column names. They belong to no team, since a
 * person can be in several.
 */
const TABLES: Record<string, TableSpec> = {
  persons: {
    columns: {
      id: 'text',
      name: 'text',
      email: 'text',
      emailVerified: 'flag',
      image: 'text?',
      operator: 'flag',
      createdAt: 'date',
      updatedAt: 'date',
    },
    key: ['id'],
  },
  person_sessions: {
    columns: {
      id: 'text',
      token: 'text',
      userId: 'text',
      ipAddress: 'text?',
      userAgent: 'text?',
      expiresAt: 'date',
      createdAt: 'date',
      updatedAt: 'date',
    },
    key: ['id'],
  },
  person_accounts: {
    columns: {
      id: 'text',
      accountId: 'text',
      providerId: 'text',
      userId: 'text',
      accessToken: 'text?',
      refreshToken: 'text?',
      idToken: 'text?',
      accessTokenExpiresAt: 'date?',
      refreshTokenExpiresAt: 'date?',
      scope: 'text?',
      password: 'text?',
      createdAt: 'date',
      updatedAt: 'date',
    },
    key: ['id'],
  },
  person_tokens: {
    columns: {
      id: 'text',
      identifier: 'text',
      value: 'text',
      expiresAt: 'date',
      createdAt: 'date',
      updatedAt: 'date',
    },
    key: ['id'],
  },
}

export async function createPeople(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, TABLES)
  for (const index of INDEXES) await index.execute(db)
}

const INDEXES = [
  sql`create unique index persons_email on persons (email)`,
  sql`create unique index person_sessions_token on person_sessions (token)`,
  sql`create index person_sessions_user on person_sessions ("userId")`,
  sql`create index person_accounts_user on person_accounts ("userId")`,
  sql`create unique index person_accounts_key on person_accounts ("providerId", "accountId")`,
  sql`create index person_tokens_identifier on person_tokens (identifier)`,
  // Which person a member signs in as. A person has at most one member in each team.
  sql`alter table members add column person_id text`,
  sql`create unique index members_person on members (person_id, team_id) where person_id is not null`,
]
