import type { AuditEntry, AuditRecord } from '#api/audit/records.ts'
import type { KeptMail } from '#api/delivery/ports.ts'
import type { Store, TeamStore } from '#api/ports.ts'
import type { KeyRecord, Rejection } from '#api/records.ts'
import { auditReads, auditWrites } from './audit.ts'
import { compareText } from './compare.ts'
import { hasDueReading } from './connections.ts'
import { endedIn } from './ended.ts'
import { type Journal, rollBack } from './journal.ts'
import { countDue, outboxOf } from './messages.ts'
import { memberOf, newestFirst, readsOf } from './reads.ts'
import { emptyTables, type Tables } from './tables.ts'
import { writesOf } from './writes.ts'

/**
 * A store in memory: small and obviously right, so that the SQL stores can be held against it. It
 * is what the mocks run on.
 */
export function createMemoryStore(): Store {
  const teams = new Map<string, Tables>()
  const rejections = new Map<string, Rejection>()
  const hostKeys = new Map<string, KeyRecord>()
  const mails = new Map<string, KeptMail>()
  const audit: AuditRecord[] = []
  const { record } = auditWrites(audit, { team: '', journal: { undo: [] } })
  const recordOfServer = (entry: AuditEntry) => inTurn(audit, () => record(entry))
  return {
    teams: async () =>
      [...teams.values()].map((tables) => tables.team).sort((a, b) => compareText(a.id, b.id)),
    teamsWithDue: async ({ at, limit, after = '' }) =>
      [...teams.entries()]
        .filter(([id, tables]) => compareText(id, after) > 0 && countDue(tables, at) > 0)
        .map(([id]) => id)
        .sort(compareText)
        .slice(0, limit),
    countDue: async (at) =>
      [...teams.values()].reduce((sum, tables) => sum + countDue(tables, at), 0),
    teamsToTidy: async ({ endedBefore, limit }) =>
      [...teams.entries()]
        .filter(([, tables]) => Object.values(endedIn(tables, endedBefore)).flat().length > 0)
        .map(([id]) => id)
        .sort(compareText)
        .slice(0, limit),
    teamsWithDueReading: async ({ at, limit }) =>
      [...teams.entries()]
        .filter(([, tables]) => hasDueReading(tables, at))
        .map(([id]) => id)
        .sort(compareText)
        .slice(0, limit),
    createTeam: async (team, made) => {
      if (teams.has(team.id)) throw new Error(`team ${team.id} is there already`)
      const tables = emptyTables(team)
      if (made) {
        const tx = writesOf(
          tables,
          readsOf(() => tables),
          { undo: [] },
        )
        await tx.record(made.entry)
        await tx.addMembers(made.founders ?? [])
      }
      teams.set(team.id, tables)
    },
    isInvited: async (email, at) =>
      [...teams.values()]
        .flatMap(({ invitations }) => [...invitations.values()])
        .some((each) => each.email === email && each.endedAt === undefined && each.expiresAt > at),
    key: async (id) => keyTable(id, teams, hostKeys)?.get(id),
    hostKeys: async () => newestFirst(hostKeys.values()),
    saveHostKey: async (key, entry) => {
      hostKeys.set(key.id, key)
      await recordOfServer(entry)
    },
    serverAudit: { ...auditReads(() => audit), record: recordOfServer },
    markKeyUsed: async ({ id, at }) => {
      const keys = keyTable(id, teams, hostKeys)
      const key = keys?.get(id)
      if (key) keys?.set(id, { ...key, usedAt: at })
    },
    teamsOf: async (person) =>
      [...teams.values()]
        .filter((tables) => memberOf(tables, person))
        .map((tables) => tables.team)
        .sort((a, b) => compareText(a.id, b.id)),
    team: (id) => teamStore(id, teams),
    rejections: async ({ after, limit }) =>
      [...rejections.entries()]
        .sort(([a], [b]) => compareText(a, b))
        .filter(([key]) => after === undefined || compareText(key, rejectionKey(after)) > 0)
        .slice(0, limit)
        .map(([, rejection]) => rejection),
    saveRejections: async (rows) => {
      for (const row of rows) {
        const times = (rejections.get(rejectionKey(row))?.times ?? 0) + row.times
        rejections.set(rejectionKey(row), { ...row, times })
      }
    },
    deleteRejections: async (rows) => {
      for (const row of rows) rejections.delete(rejectionKey(row))
    },
    teamsWithOldRejections: async ({ refusedBefore, limit }) => {
      const isOld = ({ team, receivedAt }: Rejection) =>
        receivedAt < refusedBefore && teams.get(team)?.team.retentionMonths === undefined
      const old = [...rejections.values()].filter(isOld).map(({ team }) => team)
      return [...new Set(old)].sort(compareText).slice(0, limit)
    },
    tidyRejections: async ({ team, refusedBefore, limit }) => {
      const old = [...rejections.values()]
        .filter((row) => row.team === team && row.receivedAt < refusedBefore)
        .slice(0, limit)
      for (const row of old) rejections.delete(rejectionKey(row))
      return old.length
    },
    keepMail: async (mail) => void mails.set(mailKey(mail), mail),
    keptMails: async ({ after, limit }) =>
      [...mails.values()]
        .sort((a, b) => compareMails(b, a))
        .filter((mail) => after === undefined || compareMails(mail, after) < 0)
        .slice(0, limit),
  }
}

/** Where a key is kept: with its team, or with those of several teams. */
function keyTable(
  id: string,
  teams: ReadonlyMap<string, Tables>,
  hostKeys: Map<string, KeyRecord>,
): Map<string, KeyRecord> | undefined {
  return [hostKeys, ...[...teams.values()].map(({ keys }) => keys)].find((keys) => keys.has(id))
}

function rejectionKey(row: { team: string; hash: string }): string {
  return `${row.team} ${row.hash}`
}

function mailKey({ team = '', messageId }: Pick<KeptMail, 'team' | 'messageId'>): string {
  return JSON.stringify([team, messageId])
}

type Kept = Pick<KeptMail, 'at' | 'team' | 'messageId'>

function compareMails(a: Kept, b: Kept): number {
  return (
    a.at - b.at || compareText(a.team ?? '', b.team ?? '') || compareText(a.messageId, b.messageId)
  )
}

const queues = new WeakMap<object, Promise<unknown>>()

function teamStore(id: string, teams: ReadonlyMap<string, Tables>): TeamStore {
  const reads = readsOf(() => teams.get(id))
  const alone = <T>(work: (tables: Tables) => Promise<T>): Promise<T> => {
    const tables = teams.get(id)
    if (!tables) throw new Error(`no team ${id}`)
    return inTurn(tables, () => work(tables))
  }
  return {
    ...reads,
    outbox: {
      takeDue: (options) => alone((tables) => outboxOf(tables).takeDue(options)),
      settle: (delivery, lease) => alone((tables) => outboxOf(tables).settle(delivery, lease)),
    },
    read: async (work) => {
      const tables = teams.get(id)
      return tables ? inTurn(tables, () => work(reads)) : work(reads)
    },
    write: async (work) =>
      alone(async (tables) => {
        const journal: Journal = { undo: [] }
        try {
          return await work(writesOf(tables, reads, journal))
        } catch (error) {
          rollBack(journal)
          throw error
        }
      }),
  }
}

/** One at a time, in the order asked for: what a lock on the team's row is in a database. */
function inTurn<T>(of: object, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(of) ?? Promise.resolve()).then(work)
  queues.set(
    of,
    turn.catch(() => undefined),
  )
  return turn
}
