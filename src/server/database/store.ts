import type { Store, TeamStore } from '#api/ports.ts'
import { recordOfServer } from './audit-writes.ts'
import type { Engine } from './engine.ts'
import { everyTeamReads, teamOfKey } from './every-team.ts'
import { INTO_KEPT_MAILS, INTO_KEYS, INTO_REJECTIONS } from './inserts.ts'
import { oncePerTurn } from './once-per-turn.ts'
import { outboxOf } from './outbox.ts'
import { auditReads } from './reads/audit-reads.ts'
import { teamReads } from './reads/team-reads.ts'
import { keptMailRow } from './rows/kept-mail.ts'
import { keyFrom, keyRow } from './rows/key.ts'
import { rejectionRow } from './rows/rejection.ts'
import { teamRow } from './rows/team.ts'
import { teamWrites } from './team-writes.ts'
import { tidyRejections } from './tidying.ts'
import { writeTeam } from './write-team.ts'

/** What is of the whole server. */
const NO_TEAM = ''

/** The store over either database. */
export function createSqlStore(engine: Engine): Store {
  const { ofEveryTeam, ofServer } = engine
  /** Rows of a team, or of none. */
  const rowsOf = (team: string) => (team === NO_TEAM ? ofServer : engine.ofTeam(team))
  const ofAll = everyTeamReads(ofEveryTeam)
  return {
    ...ofAll,
    // A host sends all of its requests with one key.
    key: oncePerTurn(ofAll.key),
    createTeam: (team, made) =>
      engine.ofTeam(team.id).transact(async (db) => {
        await db.insertInto('teams').values(teamRow(team)).execute()
        if (!made) return
        const tx = teamWrites(engine, db, team.id)
        await tx.record(made.entry)
        if (made.founders) await tx.addMembers(made.founders)
      }),
    hostKeys: async () => {
      const rows = await ofServer.db
        .selectFrom('keys')
        .selectAll()
        .where('team_id', '=', NO_TEAM)
        .orderBy('created_at', 'desc')
        .orderBy('key_id')
        .execute()
      return rows.map(keyFrom)
    },
    saveHostKey: (key, entry) =>
      ofServer.transact(async (tx) => {
        await engine.insert(tx, INTO_KEYS, [keyRow(NO_TEAM, key)])
        await recordOfServer(engine, tx, entry)
      }),
    serverAudit: {
      ...auditReads(ofServer.db, NO_TEAM),
      record: (entry) => ofServer.transact((tx) => recordOfServer(engine, tx, entry)),
    },
    markKeyUsed: async ({ id, at }) => {
      const team = await teamOfKey(ofEveryTeam, id)
      if (team === undefined) return
      await rowsOf(team).transact(async (tx) => {
        await tx
          .updateTable('keys')
          .set({ used_at: at })
          .where('team_id', '=', team)
          .where('key_id', '=', id)
          .execute()
      })
    },
    team: (id) => teamStore(engine, id),
    saveRejections: async (rows) => {
      for (const [team, own] of Map.groupBy(rows, (row) => row.team)) {
        await rowsOf(team).transact((tx) =>
          engine.insert(tx, INTO_REJECTIONS, own.map(rejectionRow)),
        )
      }
    },
    deleteRejections: async (rows) => {
      for (const [team, own] of Map.groupBy(rows, (row) => row.team)) {
        await rowsOf(team).transact(async (tx) => {
          for (const { hash } of own) {
            await tx
              .deleteFrom('rejections')
              .where('team_id', '=', team)
              .where('hash', '=', hash)
              .execute()
          }
        })
      }
    },
    tidyRejections: ({ team, ...old }) =>
      rowsOf(team).transact((tx) => tidyRejections(tx, team, old)),
    keepMail: (mail) => {
      const row = keptMailRow(mail)
      return rowsOf(row.team_id).transact((tx) => engine.insert(tx, INTO_KEPT_MAILS, [row]))
    },
  }
}

function teamStore(engine: Engine, team: string): TeamStore {
  const { db: committed, snapshot } = engine.ofTeam(team)
  return {
    ...teamReads(engine, committed, team),
    outbox: outboxOf(engine, team),
    read: (work) => snapshot((db) => work(teamReads(engine, db, team))),
    write: (work) => writeTeam(engine, team, (tx) => work(tx)),
  }
}
