import { hash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '#api/ledger/canonical.ts'
import type { ArchivedCycle, ArchivedSums, ChargeRecord } from '#api/records.ts'
import { ratingSchema } from '#shared/contract/rating.ts'
import { bucketsSchema } from '#shared/contract/usage.ts'
import { dateSchema, instantSchema, resourceSchema } from '#shared/contract/values.ts'
import { sumsSchema } from '../database/rows/archived-cycle.ts'

/**
 * Charges of one team and cycle as lines of JSON that a person can read: what it is, each charge with
 * its event, and what they sum to.
 */
export const headSchema = z.object({
  headroom: z.literal('charges'),
  team: z.string(),
  cycle: dateSchema,
  start: instantSchema,
  end: instantSchema,
})
export type Head = z.infer<typeof headSchema>

const chargeSchema = z.object({
  charge: z.int(),
  source: z.string(),
  eventId: z.string(),
  time: instantSchema,
  receivedAt: instantSchema,
  bookedAt: instantSchema,
  late: z.boolean(),
  cycle: z.string(),
  resource: resourceSchema,
  kind: z.string(),
  member: z.string().optional(),
  part: z.string().optional(),
  rating: ratingSchema,
  split: bucketsSchema,
  blocksBought: z.int(),
  boughtCredits: z.int(),
  costMicros: z.int(),
  /** As text where it would not be the same text again. */
  event: z.union([z.string(), z.record(z.string(), z.unknown())]),
})

export const endSchema = z.object({ charges: z.int(), sums: sumsSchema })

/** What stands beside each file. */
export const manifestSchema = z.object({
  ...headSchema.shape,
  ...endSchema.shape,
  file: z.string(),
  sha256: z.string(),
})
export type Manifest = z.infer<typeof manifestSchema>

export function lineOf({ event, ...charge }: ChargeRecord): string {
  const parsed: unknown = JSON.parse(event)
  const isSame = canonicalJson(parsed) === event
  return JSON.stringify({ ...charge, event: isSame ? parsed : event })
}

export function chargeIn(line: unknown): ChargeRecord {
  const { event, member, part, ...charge } = chargeSchema.parse(line)
  return {
    ...charge,
    event: typeof event === 'string' ? event : canonicalJson(event),
    ...(member === undefined ? {} : { member }),
    ...(part === undefined ? {} : { part }),
  }
}

export type Sums = ArchivedCycle['sums']

/** Adds a charge to what its resource sums to. */
export function addTo(sums: Sums, { resource, split, costMicros }: ChargeRecord): void {
  const before: ArchivedSums = sums[resource] ?? NOTHING
  sums[resource] = {
    charges: before.charges + 1,
    included: before.included + split.included,
    bonus: before.bonus + split.bonus,
    payAsYouGo: before.payAsYouGo + split.payAsYouGo,
    uncovered: before.uncovered + split.uncovered,
    costMicros: before.costMicros + costMicros,
  }
}

const NOTHING: ArchivedSums = {
  charges: 0,
  included: 0,
  bonus: 0,
  payAsYouGo: 0,
  uncovered: 0,
  costMicros: 0,
}

/** Any text in a name that every file system takes. */
export function fileName({ team, cycle }: Pick<Head, 'team' | 'cycle'>): string {
  const safe = encodeURIComponent(team)
  // Long ids would make a name too long.
  const name =
    safe.length <= 100 ? safe : `${safe.slice(0, 60)}-${hash('sha256', team).slice(0, 16)}`
  return `${name}.${cycle}.ndjson.gz`
}
