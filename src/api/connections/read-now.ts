import type { Reply } from '#shared/contract/routes.ts'
import { SECOND } from '#shared/credits/amounts.ts'
import { PROVIDER_NAMES } from '#shared/credits/provider.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { TeamReads } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { connectionView, isConnected } from './connections-view.ts'
import { readConnection } from './read-connection.ts'
import type { Connection } from './records.ts'

type Asked = Common & { params: { team: string; connection: string } }

/** Reads an account because somebody asks; as often as the provider lets it. */
export async function readNow(asked: Asked): Promise<Answer<Reply<'readNow'>>> {
  const { team, ports, params, asOf } = asked
  const { connector } = ports
  const found = await connectionOf(team, params.connection)
  if (!found) return unknownConnection(params.connection)
  if (!connector) return refuse('cannot-connect', 'This server reads no accounts.')
  if (asOf < found.notBefore) return tooSoon(found, asOf)
  const of = { team: params.team, id: found.id, isAsked: true }
  const isRead = await readConnection({ ...ports, connector }, of)
  if (!isRead) {
    return { ...refuse('too-soon', 'It is being read at this moment.'), retryAfterSeconds: 2 }
  }
  const now = await connectionOf(team, found.id)
  if (!now) return unknownConnection(found.id)
  return answer({
    asOf: ports.now(),
    connection: await connectionView(team, now, ports.now()),
  })
}

export async function connectionOf(
  reads: Pick<TeamReads, 'connections'>,
  id: string,
): Promise<Connection | undefined> {
  return (await reads.connections()).find((each) => each.id === id && isConnected(each))
}

export function unknownConnection(id: string) {
  return refuse('unknown-connection', `The team has no connected account ${id}.`)
}

function tooSoon({ provider, notBefore }: Connection, asOf: number) {
  const retryAfterSeconds = Math.ceil((notBefore - asOf) / SECOND)
  const name = PROVIDER_NAMES[provider]
  const detail = `The account at ${name} was just read, or ${name} asked for patience. Ask again in ${retryAfterSeconds} seconds.`
  return { ...refuse('too-soon', detail), retryAfterSeconds }
}
