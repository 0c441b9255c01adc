import type { ConnectBody } from '#shared/contract/connection.ts'
import { readAnswer } from '#shared/contract/provider-answer.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { PROVIDER_NAMES, type Provider } from '#shared/credits/provider.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { connectionState } from '../audit/connection-state.ts'
import { entryOf } from '../audit/entry.ts'
import { loadTerms } from '../ledger/terms.ts'
import type { TeamReads } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { connectionView, isConnected } from './connections-view.ts'
import { makeReading } from './make-reading.ts'
import type { AccountAnswer, Vault } from './ports.ts'
import type { Connection } from './records.ts'

const SHOWN = 4
const ID_BYTES = 16

type Asked = Common & { params: { team: string }; body: ConnectBody }

/**
 * Connects an account. It is read once before anything is kept: a key that the provider does not
 * take, or that tells of no use, is refused; where the provider can't be reached, the key is kept
 * and the account read again.
 */
export async function connect(asked: Asked): Promise<Answer<Reply<'connect'>>> {
  const { team, body, ports } = asked
  const { connector } = ports
  if (!connector?.vault) return refuse('cannot-connect', NO_SECRET)
  const early = await refusalOf(team, body)
  if (early) return early
  const { provider, key } = body
  const first = await connector.read({ provider, key })
  const useless = uselessKey(provider, first)
  if (useless) return useless
  const asOf = ports.now()
  const made = await newConnection(asked, { vault: connector.vault, asOf })
  return team.write(async (tx) => {
    // Another account may have been connected while this one was read.
    const late = await refusalOf(tx, body)
    if (late) return late
    const terms = await loadTerms(tx, ports.catalog)
    const { connection, reading } = makeReading(made, { answer: first, at: asOf, terms })
    await tx.saveConnections([{ ...connection, dueAt: connection.nextAt }])
    await tx.saveReadings([reading])
    const after = connectionState(connection)
    const object = { id: connection.id, name: PROVIDER_NAMES[provider] }
    await tx.record(entryOf({ ...asked, asOf }, { action: 'account-connected', object, after }))
    return answer({ asOf, connection: await connectionView(tx, connection, asOf) })
  })
}

const NO_SECRET =
  'This server can’t keep keys. Its operator must set HEADROOM_SECRET, at least 32 bytes, and start it again.'

async function refusalOf(
  reads: Pick<TeamReads, 'connections' | 'members'>,
  { provider, member: id }: ConnectBody,
): Promise<Refusal | undefined> {
  const name = PROVIDER_NAMES[provider]
  const connections = await reads.connections()
  // Two would count the same use twice.
  if (connections.some((each) => isConnected(each) && each.provider === provider)) {
    return refuse(
      'already-connected',
      `The team has a ${name} account connected. Disconnect it first.`,
    )
  }
  if (id === undefined) return undefined
  const [member] = await reads.members([id])
  if (member && member.removedAt === undefined) return undefined
  return refuse('unknown-member', `The team has no member ${id}.`)
}

function uselessKey(provider: Provider, first: AccountAnswer): Refusal | undefined {
  const name = PROVIDER_NAMES[provider]
  if (first.kind === 'failed') {
    if (first.failure !== 'refused-key') return undefined
    return refuse('key-refused', `${name} does not take this key. Nothing was kept.`)
  }
  if (readAnswer(provider, first.body).kind !== 'no-figures') return undefined
  return refuse(
    'key-refused',
    `${name} tells this key of no use: keys of guests and partners are told of none. Nothing was kept.`,
  )
}

async function newConnection(
  { params, body, viewer }: Asked,
  { vault, asOf }: { vault: Vault; asOf: Millis },
): Promise<Connection> {
  const { provider, key, member } = body
  // Not to be guessed: the ids of its events are made of it.
  const id = `account-${hex(crypto.getRandomValues(new Uint8Array(ID_BYTES)))}`
  return {
    id,
    provider,
    sealedKey: await vault.seal(key, { team: params.team, connection: id }),
    keyEnd: key.slice(-SHOWN),
    ...(member === undefined ? {} : { member }),
    at: asOf,
    actor: { id: viewer.id, name: viewer.name },
    readings: 0,
    marks: [],
    nextAt: asOf,
    notBefore: asOf,
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
