import type { z } from 'zod'
import {
  type createKeyBodySchema,
  type createOwnKeyBodySchema,
  overlap,
} from '#shared/contract/key.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { DAY, HOUR, type Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { AuditState } from '../audit/records.ts'
import { refusalOfGrant } from '../members/grants.ts'
import type { TeamWrites } from '../ports.ts'
import type { KeyRecord } from '../records.ts'
import type { Common } from '../team-route.ts'
import { refusalOfCount } from './count-keys.ts'
import { makeKey } from './key-text.ts'
import { isOver } from './known-key.ts'
import { workingReplacement } from './replacement.ts'

type Made = Answer<Reply<'createServiceKey'>>
type Ended = Answer<Reply<'endServiceKey'>>

export async function createServiceKey(
  asked: Common & { params: { team: string }; body: z.output<typeof createKeyBodySchema> },
): Promise<Made> {
  const { body, params } = asked
  const { name, scopes, source, roles } = body
  return save(asked, {
    kind: 'service',
    name,
    scopes,
    teams: [params.team],
    ...(source === undefined ? {} : { source }),
    ...(roles === undefined ? {} : { roles }),
    ...expiry(asked.asOf, body),
  })
}

export async function createOwnKey(
  asked: Common & { params: { team: string }; body: z.output<typeof createOwnKeyBodySchema> },
): Promise<Made> {
  const { member } = asked.viewer
  if (!member) return refuse('forbidden', 'Only a member of the team can have a key of their own.')
  return save(asked, {
    kind: 'personal',
    name: asked.body.name,
    scopes: [],
    teams: [asked.params.team],
    member: member.id,
    ...expiry(asked.asOf, asked.body),
  })
}

/** The new key is like the old one, which works on until the overlap is over. */
export async function rotateServiceKey(
  asked: Common & { params: { key: string }; body: { overlapHours: number } },
): Promise<Made> {
  const made = makeKey('service')
  return asked.team.write(async (tx) => {
    const old = await workingKey(tx, { asked, kind: 'service' })
    if (!old) return noSuchKey(asked.params.key)
    const newer = workingReplacement(old, { keys: await tx.keys(), at: asked.asOf })
    if (newer) return replacedBy(newer)
    // Whoever replaces a key holds the new one, with what it gives.
    const refusal = await refusalOfGiving(tx, { asked, roles: old.roles })
    if (refusal) return refusal
    // One that is over at once makes room for the new one.
    const full =
      asked.body.overlapHours > 0 && (await refusalOfCount(tx, { kind: 'service', at: asked.asOf }))
    if (full) return full
    const { usedAt: _, replaced, expiresAt: end, ...like } = old
    // Of one that was replaced by a key that is over meanwhile, `end` is its overlap's.
    const expiresAt = replaced ? replaced.expiresAt : end
    const overlap = asked.asOf + asked.body.overlapHours * HOUR
    const until = Math.min(overlap, expiresAt ?? overlap)
    const { secret, ...known } = made
    const expiry = expiresAt === undefined ? {} : { expiresAt }
    await tx.saveKey({ ...old, expiresAt: until, replaced: { by: known.id, ...expiry } })
    const key = {
      ...like,
      ...known,
      createdAt: asked.asOf,
      actor: actorOf(asked),
      ...expiry,
    }
    await tx.saveKey(key)
    const object = { id: key.id, name: key.name }
    const change = { before: keyState(old), after: { ...keyState(key), oldWorksUntil: until } }
    await tx.record(entryOf(asked, { action: 'service-key-rotated', object, ...change }))
    return answer({ id: made.id, secret })
  })
}

export async function endServiceKey(asked: Common & { params: { key: string } }): Promise<Ended> {
  return asked.team.write(async (tx) =>
    end(tx, asked, await workingKey(tx, { asked, kind: 'service' })),
  )
}

export async function endOwnKey(asked: Common & { params: { key: string } }): Promise<Ended> {
  return asked.team.write(async (tx) => {
    const key = await workingKey(tx, { asked, kind: 'personal' })
    const isOwn = key?.member !== undefined && key.member === asked.viewer.member?.id
    return end(tx, asked, isOwn ? key : undefined)
  })
}

async function end(
  tx: TeamWrites,
  asked: Common & { params: { key: string } },
  key: KeyRecord | undefined,
): Promise<Ended> {
  if (!key) return noSuchKey(asked.params.key)
  await tx.saveKey({ ...key, expiresAt: asked.asOf })
  await tx.endEmbeds({ kind: 'key', key: key.id })
  const { id, name, kind } = key
  await tx.record(
    entryOf(asked, { action: `${kind}-key-ended`, object: { id, name }, before: keyState(key) }),
  )
  return answer({ ended: true })
}

async function save(
  asked: Common,
  key: Omit<KeyRecord, 'id' | 'hash' | 'hint' | 'createdAt' | 'actor'>,
): Promise<Made> {
  const { secret, ...known } = makeKey(key.kind)
  return asked.team.write(async (tx) => {
    const refusal = await refusalOfGiving(tx, { asked, roles: key.roles })
    if (refusal) return refusal
    const { kind, member } = key
    const full = await refusalOfCount(tx, { kind, member, at: asked.asOf })
    if (full) return full
    const taken = await takenSource(tx, { asked, source: key.source })
    if (taken) return taken
    const made = { ...key, ...known, createdAt: asked.asOf, actor: actorOf(asked) }
    await tx.saveKey(made)
    const object = { id: made.id, name: made.name }
    await tx.record(
      entryOf(asked, { action: `${key.kind}-key-made`, object, after: keyState(made) }),
    )
    return answer({ id: known.id, secret })
  })
}

/** Else an Admin could open the dashboard as somebody who may switch what costs money. */
async function refusalOfGiving(
  tx: TeamWrites,
  { asked, roles = [] }: { asked: Common; roles: KeyRecord['roles'] },
): Promise<Refusal | undefined> {
  const refusal = await refusalOfGrant(tx, { viewer: asked.viewer, roles })
  if (!refusal) return undefined
  const detail =
    'A key gives no more than its maker may, and Billing is given by those who hold it.'
  return refuse('forbidden', detail)
}

/** A source is one key's: else whoever had another could send its events' ids first. */
async function takenSource(
  tx: TeamWrites,
  { asked, source }: { asked: Common; source: string | undefined },
): Promise<Refusal | undefined> {
  if (source === undefined) return undefined
  const other = (await tx.keys()).find(
    (key) => !isOver(key, asked.asOf) && key.source !== undefined && overlap(key.source, source),
  )
  if (!other) return undefined
  return refuse('source-taken', `The key ${other.name} sends events of ${other.source}.`)
}

async function workingKey(
  tx: TeamWrites,
  { asked, kind }: { asked: Common & { params: { key: string } }; kind: KeyRecord['kind'] },
): Promise<KeyRecord | undefined> {
  const keys = await tx.keys()
  return keys.find(
    (key) => key.id === asked.params.key && key.kind === kind && !isOver(key, asked.asOf),
  )
}

/** What a key may; neither it nor its hash. */
export function keyState({
  name,
  hint,
  scopes,
  teams,
  source,
  roles,
  member,
  expiresAt,
}: KeyRecord): AuditState {
  return {
    name,
    hint,
    ...(scopes.length === 0 ? {} : { scopes }),
    teams: teams === 'all' ? 'all' : teams,
    ...(source === undefined ? {} : { source }),
    ...(roles === undefined ? {} : { roles }),
    ...(member === undefined ? {} : { member }),
    expiresAt: expiresAt ?? null,
  }
}

function expiry(asOf: Millis, { expiresInDays }: { expiresInDays?: number | undefined }) {
  return expiresInDays === undefined ? {} : { expiresAt: asOf + expiresInDays * DAY }
}

function actorOf({ viewer: { id, name } }: Common): KeyRecord['actor'] {
  return { id, name }
}

/** Else there would be two in its place, of which one is forgotten. */
function replacedBy({ hint }: KeyRecord): Answer<never> {
  const detail = `The key ${hint} took its place. Replace that one, or revoke it first.`
  return refuse('key-replaced', detail)
}

function noSuchKey(key: string): Answer<never> {
  return refuse('no-such-key', `The team has no key ${key} that works.`)
}
