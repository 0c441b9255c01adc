import type { AccountConnection, ConnectionsReply } from '#shared/contract/connection.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { figureTraits, type Provider, reportedAllowance } from '#shared/credits/provider.ts'
import type { Figure } from '#shared/credits/reading.ts'
import type { Ports, TeamReads } from '../ports.ts'
import { isLeased } from './lease.ts'
import type { Connection, Reading } from './records.ts'

/** More than a day's, where all goes well. */
const MOST_READINGS = 30

export async function connectionsView(
  reads: TeamReads,
  { connector, asOf }: Pick<Ports, 'connector'> & { asOf: Millis },
): Promise<ConnectionsReply> {
  const connections = (await reads.connections()).filter(isConnected)
  return {
    asOf,
    canConnect: connector?.vault !== undefined,
    connections: await Promise.all(connections.map((each) => connectionView(reads, each, asOf))),
  }
}

export function isConnected({ removedAt }: Connection): boolean {
  return removedAt === undefined
}

export async function connectionView(
  reads: TeamReads,
  connection: Connection,
  asOf: Millis,
): Promise<AccountConnection> {
  const { id, provider, keyEnd, at, actor, nextAt, failing, member } = connection
  const readings = await reads.readings({ connection: id, limit: MOST_READINGS })
  const told = await reads.lastFigures(id)
  const [whose] = member === undefined ? [] : await reads.members([member])
  return {
    id,
    provider,
    keyEnd,
    since: at,
    by: actor.name,
    ...(whose ? { member: { id: whose.id, name: whose.name } } : {}),
    isReading: isLeased(connection, asOf),
    nextAt,
    ...(failing ? { failingSince: failing.since } : {}),
    ...(told
      ? { figures: { at: told.at, rows: told.figures.map((row) => figureView(provider, row)) } }
      : {}),
    readings: readings.map((reading) => readingView(provider, reading)),
  }
}

function figureView(provider: Provider, { name, usage, limit, overage }: Figure) {
  const traits = figureTraits(provider, name)
  return {
    name,
    ...(traits ? { counts: { resource: traits.resource, label: traits.label } } : {}),
    usage,
    ...(limit === undefined ? {} : { limit: reportedAllowance(limit) }),
    ...(overage === undefined ? {} : { overage }),
  }
}

function readingView(provider: Provider, reading: Reading): AccountConnection['readings'][number] {
  const { seq, at, failure, unreadable, counted } = reading
  return {
    seq,
    at,
    ...(failure ? { failure } : {}),
    unreadable,
    counted: counted.map((each) => {
      return { ...each, label: figureTraits(provider, each.name)?.label ?? each.name }
    }),
  }
}
