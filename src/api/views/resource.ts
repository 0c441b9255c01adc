import type { Breakdown, ResourceReply } from '#shared/contract/resource.ts'
import type { Rate } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { shareOf } from '#shared/credits/limit.ts'
import { kindLabel, rateCardAt } from '#shared/credits/rating.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import type { TotalRow } from '../ports.ts'
import type { Dimension } from '../records.ts'
import { TEAM_HOLDER } from '../records.ts'
import { ownKeyUses } from './own-key.ts'
import { resourceUsages } from './resource-usage.ts'
import type { View } from './view.ts'

/** Rows that a breakdown names; all others are one row, so that it sums to the total. */
const MOST_ROWS = 50

type ResourceView = Pick<
  ResourceReply,
  'zone' | 'currency' | 'usage' | 'breakdowns' | 'ownKey' | 'rateCard'
>

export async function resourceView(
  view: View,
  options: { cycle: Cycle; resource: Resource },
): Promise<ResourceView> {
  const { cycle, resource } = options
  const subject = { holder: TEAM_HOLDER, name: view.terms.team.name }
  const hasParts = RESOURCE_TRAITS[resource].part.kind !== 'none'
  const [[usage], kinds, members, parts, charges] = await Promise.all([
    resourceUsages(view, { cycle, resources: [resource], subject }),
    breakdown(view, { cycle, resource, dimension: 'kind' }),
    breakdown(view, { cycle, resource, dimension: 'member' }),
    hasParts ? breakdown(view, { cycle, resource, dimension: 'part' }) : undefined,
    ownKeyUses(view, { cycle, resource }),
  ])
  if (!usage) throw new Error(`no usage of ${resource}`)
  return {
    zone: view.terms.team.zone,
    currency: view.catalog.currency,
    usage,
    ownKey: { charges },
    breakdowns: { kinds, members, ...(parts ? { parts } : {}) },
    ...rateCardOf(view, { cycle, resource }),
  }
}

async function breakdown(
  view: View,
  options: { cycle: Cycle; resource: Resource; dimension: Dimension },
): Promise<Breakdown> {
  const { cycle, resource, dimension } = options
  const query = { cycle: cycle.id, resource, dimension, limit: MOST_ROWS }
  const { rows, all } = await view.reads.totals(query)
  const labels = await labelsOf(view, { resource, dimension, rows })
  const named = { credits: 0, charges: 0 }
  for (const row of rows) {
    named.credits += row.credits
    named.charges += row.charges
  }
  return {
    rows: rows.map(({ key, credits, charges }) => ({
      key,
      label: labels.get(key) ?? key,
      credits,
      charges,
      shareBps: shareBps(credits, all.credits),
    })),
    others: {
      rows: all.rows - rows.length,
      credits: all.credits - named.credits,
      charges: all.charges - named.charges,
    },
  }
}

function shareBps(credits: number, total: number): number {
  const share = shareOf(credits, { kind: 'limited', credits: total })
  return share.kind === 'share' ? share.bps : 0
}

async function labelsOf(
  view: View,
  options: { resource: Resource; dimension: Dimension; rows: readonly TotalRow[] },
): Promise<Map<string, string>> {
  const { resource, dimension, rows } = options
  const keys = rows.map((row) => row.key).filter((key) => key !== '')
  switch (dimension) {
    case 'kind':
      return new Map(keys.map((key) => [key, kindLabel(view.catalog, resource, key)]))
    case 'own-key':
    case 'member': {
      const members = await view.reads.members(keys)
      const names = members.map((member): [string, string] => [member.id, member.name])
      return new Map([['', 'No member named'], ...names])
    }
    case 'part':
      return new Map([
        ['', `No ${RESOURCE_TRAITS[resource].part.one} named`],
        ...(await view.reads.partNames(resource, keys)),
      ])
    default:
      return dimension satisfies never
  }
}

/** The card in force now, or at the end of a cycle that is over. */
function rateCardOf(
  { catalog, asOf }: View,
  options: { cycle: Cycle; resource: Resource },
): { rateCard?: NonNullable<ResourceReply['rateCard']> } {
  const at = Math.min(asOf, options.cycle.end - 1)
  const card = rateCardAt(catalog, options.resource, at)
  if (!card) return {}
  return {
    rateCard: {
      id: card.id,
      appliesFrom: card.appliesFrom,
      rates: card.rates.map((rate) => ({
        item: rate.item,
        label: rate.label,
        ...(rate.model ? { model: rate.model.label } : {}),
        per: perOf(rate),
        manual: rate.credits.manual,
        cloud: rate.credits.cloud,
        assumed: rate.assumed ?? false,
      })),
    },
  }
}

function perOf({ per }: Rate): string {
  switch (per.kind) {
    case 'each':
      return 'each'
    case 'tokens':
      return `per started ${per.tokens.toLocaleString('en-US')} tokens`
    case 'metered':
      return 'metered by the work it took'
    default:
      return per satisfies never
  }
}
