import type { ChargeRecord } from '#api/records.ts'
import { ratingSchema } from '#shared/contract/rating.ts'
import { totalOf } from '#shared/credits/account.ts'
import type { ChargeRow } from '../schema.ts'
import { bit, resourceFrom } from './values.ts'

export function chargeFrom(row: ChargeRow): ChargeRecord {
  return {
    charge: row.charge,
    source: row.source,
    eventId: row.event_id,
    event: row.event,
    time: row.time,
    receivedAt: row.received_at,
    bookedAt: row.booked_at,
    late: row.late === 1,
    cycle: row.cycle,
    resource: resourceFrom(row.resource),
    kind: row.kind,
    ...(row.member_id === null ? {} : { member: row.member_id }),
    ...(row.part === null ? {} : { part: row.part }),
    rating: ratingSchema.parse(JSON.parse(row.rating)),
    split: {
      included: row.included,
      bonus: row.bonus,
      payAsYouGo: row.pay_as_you_go,
      uncovered: row.uncovered,
    },
    blocksBought: row.blocks_bought,
    boughtCredits: row.bought_credits,
    costMicros: row.cost_micros,
  }
}

export function chargeRow(team: string, charge: ChargeRecord): ChargeRow {
  const { split } = charge
  return {
    team_id: team,
    charge: charge.charge,
    source: charge.source,
    event_id: charge.eventId,
    event: charge.event,
    time: charge.time,
    received_at: charge.receivedAt,
    booked_at: charge.bookedAt,
    late: bit(charge.late),
    cycle: charge.cycle,
    resource: charge.resource,
    kind: charge.kind,
    member_id: charge.member ?? null,
    part: charge.part ?? null,
    rating: JSON.stringify(charge.rating),
    credits: totalOf(split),
    included: split.included,
    bonus: split.bonus,
    pay_as_you_go: split.payAsYouGo,
    uncovered: split.uncovered,
    blocks_bought: charge.blocksBought,
    bought_credits: charge.boughtCredits,
    cost_micros: charge.costMicros,
  }
}
