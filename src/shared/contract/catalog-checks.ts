import type { z } from 'zod'
import type { Rate, RateCard, RateUnit } from '#shared/credits/catalog.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'

type Issue = z.core.$ZodRawIssue

/** What the rates of a resource can look like, so that rating finds and reads each of them. */
const RATES_OF: Record<Resource, { item: string; models: boolean; per: RateUnit['kind'][] }> = {
  flows: { item: 'a name', models: true, per: ['each'] },
  ai: { item: '*', models: false, per: ['metered'] },
  'api-calls': { item: '*', models: false, per: ['each'] },
  assistant: { item: 'message', models: true, per: ['tokens', 'each'] },
}

/** A zod check that adds the issues found. */
export function refuse<T>(issuesOf: (value: T) => Issue[]): z.core.CheckFn<T> {
  return ({ value, issues }) => {
    issues.push(...issuesOf(value))
  }
}

/** The second and later rows with an id that another row has. */
export function unique(rows: readonly { id: string }[], what: string): Issue[] {
  return repeated(rows.map((row) => row.id)).map((index) =>
    issue([index, 'id'], rows, `another ${what} has this id`),
  )
}

/** Every resource has a card, and never two from the same day. */
export function checkCards(cards: readonly RateCard[]): Issue[] {
  const missing = RESOURCES.filter((resource) => !cards.some((card) => card.resource === resource))
  const sameDay = repeated(cards.map((card) => `${card.resource} ${card.appliesFrom}`))
  return [
    ...missing.map((resource) => issue([], cards, `there is no rate card for ${resource}`)),
    ...sameDay.map((index) =>
      issue([index, 'appliesFrom'], cards, 'another rate card of this resource has this date'),
    ),
  ]
}

export function checkCard(card: RateCard): Issue[] {
  const twice = repeated(card.rates.map((rate) => `${rate.item} ${rate.model?.id ?? ''}`))
  return [
    ...twice.map((index) =>
      issue(['rates', index], card, 'another rate of this card has this item and model'),
    ),
    ...card.rates.flatMap((rate, index) =>
      checkRate(rate, card.resource).map(([key, message]) =>
        issue(['rates', index, key], card, message),
      ),
    ),
  ]
}

function checkRate(rate: Rate, resource: Resource): [keyof Rate, string][] {
  const wanted = RATES_OF[resource]
  const faults: [keyof Rate, string][] = []
  if (wanted.item === 'a name' ? rate.item === '*' : rate.item !== wanted.item) {
    faults.push(['item', `must be ${wanted.item} in a card for ${resource}`])
  }
  if (rate.model && !wanted.models)
    faults.push(['model', `${resource} has one rate for all models`])
  if (!wanted.per.includes(rate.per.kind)) {
    faults.push(['per', `must be ${wanted.per.join(' or ')} in a card for ${resource}`])
  }
  if (resource !== 'flows' && rate.credits.manual !== rate.credits.cloud) {
    faults.push(['credits', 'must be the same twice: only flows have manual and cloud runs'])
  }
  return faults
}

/** Where a value stands that stood before. */
function repeated(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []))
}

function issue(path: PropertyKey[], input: unknown, message: string): Issue {
  return { code: 'custom', path, input, message }
}
