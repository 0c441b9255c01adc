import type { TeamReads, TeamWrites } from '#api/ports.ts'
import type { Team } from '#api/records.ts'
import { auditWrites } from './audit.ts'
import { connectionWrites } from './connections.ts'
import { embedWrites } from './embeds.ts'
import { endedIn } from './ended.ts'
import { deleteIn, type Journal, pushTo, setIn } from './journal.ts'
import { messageWrites } from './messages.ts'
import {
  accountId,
  agentToolId,
  eventKey,
  partDayId,
  rollupId,
  switchId,
  type Tables,
  totalsId,
} from './tables.ts'

export function writesOf(tables: Tables, reads: TeamReads, journal: Journal): TeamWrites {
  return {
    ...reads,
    ...messageWrites(tables, journal),
    ...connectionWrites(tables, journal),
    ...embedWrites(tables, journal),
    ...auditWrites(tables.audit, { team: tables.team.id, journal }),
    addMembers: async (members) => {
      for (const member of members) {
        if (tables.members.has(member.id)) throw new Error(`member ${member.id} is there already`)
        setIn(journal, tables.members, member.id, member)
      }
    },
    chargesOf: async (asked) =>
      asked.map((event) => {
        const before = tables.byEvent.get(eventKey(event))
        return before && { charge: before.charge, isSame: before.event === event.event }
      }),
    agentTools: async (asked) =>
      asked.flatMap((key) => tables.agentTools.get(agentToolId(key)) ?? []),
    addAgentTools: async (rows) => {
      for (const row of rows) {
        const key = agentToolId(row)
        if (tables.agentTools.has(key)) throw new Error(`${key} is charged already`)
        setIn(journal, tables.agentTools, key, row)
      }
    },
    takeChargeNumbers: async (count) => {
      const first = tables.counters.charges + 1
      setCounter(tables, journal, 'charges', tables.counters.charges + count)
      return first
    },
    addCharges: async (rows) => {
      for (const row of rows) {
        const key = eventKey(row)
        if (tables.byEvent.has(key)) throw new Error(`event ${row.eventId} is charged already`)
        setIn(journal, tables.byEvent, key, { charge: row.charge, event: row.event })
      }
      pushTo(journal, tables.charges, rows)
    },
    setRetention: async (months) => {
      const { retentionMonths: _, ...team } = tables.team
      replaceTeam(
        tables,
        journal,
        months === undefined ? team : { ...team, retentionMonths: months },
      )
    },
    archiveCycle: async (archived) => {
      setIn(journal, tables.archivedCycles, archived.cycle, archived)
      const before = tables.charges
      tables.charges = before.filter(
        ({ bookedAt }) => bookedAt < archived.start || bookedAt >= archived.end,
      )
      journal.undo.push(() => {
        tables.charges = before
      })
      return before.length - tables.charges.length
    },
    unarchive: async (charges) => {
      const before = tables.charges
      tables.charges = [...before, ...charges].sort((a, b) => a.charge - b.charge)
      journal.undo.push(() => {
        tables.charges = before
      })
    },
    forgetArchive: async (cycle) => deleteIn(journal, tables.archivedCycles, cycle),
    saveAccounts: async (rows) => {
      for (const row of rows) setIn(journal, tables.accounts, accountId(row), row)
    },
    saveBonus: async (rows) => {
      for (const row of rows) setIn(journal, tables.bonus, row.id, row)
    },
    addBonusPurchases: async (rows) => {
      for (const row of rows) {
        if (tables.bonusPurchases.has(row.key)) throw new Error(`${row.key} is bought already`)
        setIn(journal, tables.bonusPurchases, row.key, row)
      }
    },
    addRollups: async (rows) => {
      for (const row of rows) {
        const of = grouped(journal, tables.rollups, rollupId(row))
        const key = `${row.bucket} ${row.kind}`
        const before = of.get(key)
        const credits = (before?.credits ?? 0) + row.credits
        const charges = (before?.charges ?? 0) + row.charges
        setIn(journal, of, key, { ...row, credits, charges })
      }
    },
    addTotals: async (rows) => {
      for (const row of rows) {
        const of = grouped(journal, tables.totals, totalsId(row))
        const before = of.get(row.key)
        setIn(journal, of, row.key, {
          ...row,
          credits: (before?.credits ?? 0) + row.credits,
          charges: (before?.charges ?? 0) + row.charges,
          costMicros: (before?.costMicros ?? 0) + row.costMicros,
        })
      }
    },
    addPartDays: async (rows) => {
      for (const row of rows) {
        const key = partDayId(row)
        const before = tables.partDays.get(key)
        setIn(journal, tables.partDays, key, {
          ...row,
          credits: (before?.credits ?? 0) + row.credits,
          charges: (before?.charges ?? 0) + row.charges,
          ownKey: (before?.ownKey ?? 0) + row.ownKey,
        })
      }
    },
    setLowAlerts: async (rows) => {
      const before = tables.lowAlerts
      tables.lowAlerts = [...rows]
      journal.undo.push(() => {
        tables.lowAlerts = before
      })
    },
    addLowCrossings: async (rows) => pushTo(journal, tables.lowCrossings, rows),
    saveFlows: async (rows) => {
      for (const row of rows) setIn(journal, tables.flows, row.flow, row)
    },
    saveServerLimit: async (row) => setIn(journal, tables.serverLimits, row.server, row),
    addSales: async (rows) => {
      for (const row of rows) {
        const { cycle, resource, late, blockCredits, blockMicros } = row
        const key = JSON.stringify([cycle, resource, late, blockCredits, blockMicros])
        const before = tables.sales.get(key)
        const blocks = (before?.blocks ?? 0) + row.blocks
        const charges = (before?.charges ?? 0) + row.charges
        setIn(journal, tables.sales, key, { ...row, blocks, charges })
      }
    },
    addClosing: async (closing) => {
      if (tables.closings.some(({ cycle }) => cycle === closing.cycle)) {
        throw new Error(`the cycle ${closing.cycle} is closed already`)
      }
      pushTo(journal, tables.closings, [closing])
    },
    addInvoice: async (invoice) => {
      const { number, cycle } = invoice
      if (tables.invoices.some((other) => other.number === number || other.cycle === cycle)) {
        throw new Error(`there is an invoice ${number}, or one of the cycle ${cycle}, already`)
      }
      pushTo(journal, tables.invoices, [invoice])
    },
    addCrossings: async (rows) => pushTo(journal, tables.crossings, rows),
    savePartNames: async (rows) => {
      for (const { resource, part, name } of rows) {
        setIn(journal, tables.parts, `${resource} ${part}`, name)
      }
    },
    addRuns: async (rows) => {
      for (const row of rows) {
        if (tables.runs.has(row.id)) throw new Error(`run ${row.id} is there already`)
        setIn(journal, tables.runs, row.id, row)
      }
    },
    saveRuns: async (rows) => {
      for (const row of rows) setIn(journal, tables.runs, row.id, row)
    },
    setCurrency: async (currency) => setTeam(tables, journal, { currency }),
    changePlan: async (row) => {
      setTeam(tables, journal, { plan: row.plan })
      pushTo(journal, tables.planChanges, [row])
    },
    changeMember: async (member) => setIn(journal, tables.members, member.id, member),
    saveInvitation: async (invitation) =>
      setIn(journal, tables.invitations, invitation.id, invitation),
    saveKey: async (key) => setIn(journal, tables.keys, key.id, key),
    tidy: async ({ endedBefore, limit }) => {
      const ended = endedIn(tables, endedBefore)
      const invitations = ended.invitations.slice(0, limit)
      const keys = ended.keys.slice(0, limit)
      const embeds = ended.embeds.slice(0, limit)
      for (const id of invitations) deleteIn(journal, tables.invitations, id)
      for (const id of keys) deleteIn(journal, tables.keys, id)
      for (const hash of embeds) deleteIn(journal, tables.embeds, hash)
      return invitations.length + keys.length + embeds.length
    },
    saveSpendCap: async (row) => setIn(journal, tables.spendCaps, row.resource, row),
    saveChargesAlert: async (row) => setIn(journal, tables.chargesAlert, 'team', row),
    takeDecisionNumber: async () => {
      const next = tables.counters.decisions + 1
      setCounter(tables, journal, 'decisions', next)
      return next
    },
    addSwitches: async (rows) => {
      for (const row of rows) setIn(journal, tables.switches, switchId(row), row)
      pushTo(journal, tables.switchHistory, rows)
    },
    setDismissed: async ({ viewer, cycle, alert, dismissed }) => {
      const key = JSON.stringify([viewer, cycle, alert])
      if (dismissed) setIn(journal, tables.dismissals, key, { viewer, cycle, alert })
      else deleteIn(journal, tables.dismissals, key)
    },
  }
}

function setTeam(tables: Tables, journal: Journal, change: Partial<Team>): void {
  replaceTeam(tables, journal, { ...tables.team, ...change })
}

function replaceTeam(tables: Tables, journal: Journal, team: Team): void {
  const before = tables.team
  tables.team = team
  journal.undo.push(() => {
    tables.team = before
  })
}

function setCounter(
  tables: Tables,
  journal: Journal,
  name: keyof Tables['counters'],
  value: number,
): void {
  const before = tables.counters[name]
  tables.counters[name] = value
  journal.undo.push(() => {
    tables.counters[name] = before
  })
}

function grouped<V>(
  journal: Journal,
  groups: Map<string, Map<string, V>>,
  key: string,
): Map<string, V> {
  const found = groups.get(key)
  if (found) return found
  const group = new Map<string, V>()
  setIn(journal, groups, key, group)
  return group
}
