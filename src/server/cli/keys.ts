import { z } from 'zod'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { keyState } from '#api/keys/change-keys.ts'
import { makeKey } from '#api/keys/key-text.ts'
import { isOver } from '#api/keys/known-key.ts'
import type { KeyRecord } from '#api/records.ts'
import { KEY_SCOPES, keyScopeSchema } from '#shared/contract/key.ts'
import { nameSchema, ROLES, rolesSchema } from '#shared/contract/values.ts'
import { DAY, type Millis } from '#shared/credits/amounts.ts'
import { OperatorError } from '../operator-error.ts'
import { checked } from './checked.ts'
import type { Ledger } from './open-ledger.ts'
import { table } from './table.ts'

const MAX_DAYS = 3_650

const keySchema = z.object({
  name: nameSchema,
  scopes: z
    .string(`must be one or more of ${KEY_SCOPES.join(',')}`)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(keyScopeSchema)),
  teams: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  source: z.string().min(1).max(200).optional(),
  roles: z
    .string()
    .transform((text) => text.split(','))
    .pipe(rolesSchema)
    .optional(),
  days: z.coerce.number().int().min(1).max(MAX_DAYS).optional(),
})

/** Makes a key for a host product that serves several teams. */
export async function addKey({ store }: Ledger, given: object, now: Millis): Promise<string> {
  const { name, scopes, teams, source, roles, days } = checked(keySchema, given)
  if (scopes.includes('events') && source === undefined) {
    throw new OperatorError(
      'A key that sends events needs --source: what their source begins with.',
    )
  }
  if (roles && !scopes.includes('embed')) {
    throw new OperatorError('Only a key that opens the dashboard has --roles.')
  }
  for (const team of teams ?? []) {
    if (!(await store.team(team).profile())) throw new OperatorError(`There is no team ${team}.`)
  }
  const { secret, ...known } = makeKey('service')
  const key: KeyRecord = {
    ...known,
    kind: 'service',
    name,
    scopes,
    teams: teams ?? 'all',
    ...(source === undefined ? {} : { source }),
    ...(scopes.includes('embed') ? { roles: roles ?? ROLES } : {}),
    createdAt: now,
    actor: { id: 'operator', name: 'Operator' },
    ...(days === undefined ? {} : { expiresAt: now + days * DAY }),
  }
  const object = { id: key.id, name }
  const made = { action: 'service-key-made', object, after: keyState(key) } as const
  await store.saveHostKey(key, entryOf({ by: OPERATOR, asOf: now }, made))
  return `${secret}\n\nThis is the only time that the key ${known.id} is shown. Send it as: Authorization: Bearer KEY`
}

export async function listKeys({ store }: Ledger, now: Millis): Promise<string> {
  const keys = (await store.hostKeys()).filter((key) => !isOver(key, now))
  if (keys.length === 0) return 'There are no keys. "npm run key -- add" makes one.'
  return table(['ID', 'NAME', 'SCOPES', 'TEAMS', 'SOURCE', 'EXPIRES', 'LAST USED'], keys.map(rowOf))
}

export async function endKey({ store }: Ledger, id: string, now: Millis): Promise<string> {
  const key = (await store.hostKeys()).find((each) => each.id === id && !isOver(each, now))
  if (!key) throw new OperatorError(`There is no key ${id} that works.`)
  const object = { id, name: key.name }
  const ended = { action: 'service-key-ended', object, before: keyState(key) } as const
  await store.saveHostKey({ ...key, expiresAt: now }, entryOf({ by: OPERATOR, asOf: now }, ended))
  return `The key ${id} (${key.name}) is revoked.`
}

function rowOf({ id, name, scopes, teams, source, expiresAt, usedAt }: KeyRecord): string[] {
  const day = (at: Millis | undefined, none: string) =>
    at === undefined ? none : new Date(at).toISOString().slice(0, 16)
  return [
    id,
    name,
    scopes.join(','),
    teams === 'all' ? 'all' : teams.join(','),
    source ?? '-',
    day(expiresAt, 'never'),
    day(usedAt, 'never'),
  ]
}
