import type { BonusPurchase } from '#api/records.ts'
import type { BonusPurchaseRow } from '../schema.ts'
import { resourceFrom } from './values.ts'

export function bonusPurchaseFrom(row: BonusPurchaseRow): BonusPurchase {
  return {
    key: row.purchase_key,
    request: row.request,
    pack: row.pack,
    resource: resourceFrom(row.resource),
    credits: row.credits,
    priceMicros: row.price_micros,
    currency: row.currency,
    grant: row.grant_id,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function bonusPurchaseRow(team: string, purchase: BonusPurchase): BonusPurchaseRow {
  const { key, request, pack, resource, credits, priceMicros, currency, grant, at } = purchase
  return {
    team_id: team,
    purchase_key: key,
    request,
    pack,
    resource,
    credits,
    price_micros: priceMicros,
    currency,
    grant_id: grant,
    at,
    actor_id: purchase.actor.id,
    actor_name: purchase.actor.name,
  }
}
