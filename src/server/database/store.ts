import type { Store, TeamStore } from '#api/ports.ts'
import { auditWrites, recordOfServer } from './audit-writes.ts'
import type { Engine } from './engine.ts'
import { INTO_KEPT_MAILS, INTO_KEYS, INTO_REJECTIONS } from './inserts.ts'
import { outboxOf, teamsWithDue } from './outbox.ts'
import { auditReads } from './reads/audit-reads.ts'
import { teamsWithDueReading } from './reads/connection-reads.ts'
import { teamReads } from './reads/team-reads.ts'
import { keptMailFrom, keptMailRow } from './rows/kept-mail.ts'
import { keyFrom, keyRow } from './rows/key.ts'
import { rejectionFrom, rejectionRow } from './rows/rejection.ts'
import { teamFrom, teamRow } from './rows/team.ts'
import { teamsToTidy } from './tidying.ts'
import { writeTeam } from './write-team.ts'

/** A key of several teams belongs to none. */
const NO_TEAM = ''

/** The store over either database. */
export function createSqlStore(engine: Engine): Store {
  const { db } = engine
  return {
    teams: async () => {
      const rows = await db.selectFrom('teams').selectAll().orderBy('team_id').execute()
      return rows.map(teamFrom)
    },
    teamsWithDue: (query) => teamsWithDue(engine, query),
    teamsToTidy: (query) => teamsToTidy(engine, query),
    teamsWithDueReading: (query) => teamsWithDueReading(engine, query),
    createTeam: async (team, entry) => {
      await engine.transact(async (tx) => {
        await tx.insertInto('teams').values(teamRow(team)).execute()
        if (entry) await auditWrites(engine, tx, team.id).record(entry)
      })
    },
    isInvited: async (email, at) => {
      const row = await db
        .selectFrom('invitations')
        .select('invitation_id')
        .where('email', '=', email)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .executeTakeFirst()
      return row !== undefined
    },
    key: async (id) => {
      const row = await db
        .selectFrom('keys')
        .selectAll()
        .where('key_id', '=', id)
        .executeTakeFirst()
      return row && keyFrom(row)
    },
    hostKeys: async () => {
      const rows = await db
        .selectFrom('keys')
        .selectAll()
        .where('team_id', '=', NO_TEAM)
        .orderBy('created_at', 'desc')
        .orderBy('key_id')
        .execute()
      return rows.map(keyFrom)
    },
    saveHostKey: (key, entry) =>
      engine.transact(async (tx) => {
        await engine.insert(tx, INTO_KEYS, [keyRow(NO_TEAM, key)])
        await recordOfServer(engine, tx, entry)
      }),
    serverAudit: {
      ...auditReads(db, NO_TEAM),
      record: (entry) => engine.transact((tx) => recordOfServer(engine, tx, entry)),
    },
    markKeyUsed: ({ id, at }) =>
      engine.transact(async (tx) => {
        await tx.updateTable('keys').set({ used_at: at }).where('key_id', '=', id).execute()
      }),
    teamsOf: async (person) => {
      const rows = await db
        .selectFrom('members')
        .innerJoin('teams', 'teams.team_id', 'members.team_id')
        .selectAll('teams')
        .where('members.person_id', '=', person)
        .where('members.removed_at', 'is', null)
        .orderBy('teams.team_id')
        .execute()
      return rows.map(teamFrom)
    },
    team: (id) => teamStore(engine, id),
    rejections: async ({ after, limit }) => {
      let query = db.selectFrom('rejections').selectAll()
      if (after) {
        query = query.where((is) =>
          is(is.refTuple('team_id', 'hash'), '>', is.tuple(after.team, after.hash)),
        )
      }
      const rows = await query.orderBy('team_id').orderBy('hash').limit(limit).execute()
      return rows.map(rejectionFrom)
    },
    saveRejections: (rows) =>
      engine.transact((tx) => engine.insert(tx, INTO_REJECTIONS, rows.map(rejectionRow))),
    deleteRejections: (rows) =>
      engine.transact(async (tx) => {
        for (const { team, hash } of rows) {
          await tx
            .deleteFrom('rejections')
            .where('team_id', '=', team)
            .where('hash', '=', hash)
            .execute()
        }
      }),
    keepMail: (mail) =>
      engine.transact((tx) => engine.insert(tx, INTO_KEPT_MAILS, [keptMailRow(mail)])),
    keptMails: async ({ after, limit }) => {
      let query = db.selectFrom('kept_mails').selectAll()
      if (after) {
        const { at, team, messageId } = after
        query = query.where((is) =>
          is(is.refTuple('kept_at', 'team_id', 'mail_id'), '<', is.tuple(at, team, messageId)),
        )
      }
      const ordered = query
        .orderBy('kept_at', 'desc')
        .orderBy('team_id', 'desc')
        .orderBy('mail_id', 'desc')
      return (await ordered.limit(limit).execute()).map(keptMailFrom)
    },
  }
}

function teamStore(engine: Engine, team: string): TeamStore {
  return {
    ...teamReads(engine, engine.db, team),
    outbox: outboxOf(engine, team),
    read: (work) => engine.snapshot((db) => work(teamReads(engine, db, team))),
    write: (work) => writeTeam(engine, team, (tx) => work(tx)),
  }
}
