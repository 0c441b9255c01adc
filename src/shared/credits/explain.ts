import { PROVIDER_NAMES } from './provider.ts'
import type { Rating } from './rating.ts'
import { RESOURCE_TRAITS, type Resource } from './resources.ts'

/** A charge in one line: `3 × Connector at 2 credits, card of 2026-03-01 = 6`. */
export function explainRating(rating: Rating, resource: Resource): string {
  const result = `card of ${rating.cardDate} = ${number(rating.credits)}`
  if (rating.ownKey) return `${rating.label}, paid with your own provider key = 0`
  if (rating.repeated) return `${rating.label}, charged once for this agent run already = 0`
  if (rating.reported) {
    const { by, name } = rating.reported
    return `${name} as ${PROVIDER_NAMES[by]} reported it = ${number(rating.credits)}`
  }
  const model = rating.model && rating.model !== rating.label ? ` (${rating.model})` : ''
  const price = inUnits(rating.creditsPerUnit, resource)
  switch (rating.unit) {
    case 'each':
      return `${number(rating.quantity)} × ${rating.label}${model} at ${price}, ${result}`
    case 'tokens': {
      const portion = `started ${number(rating.tokensPerUnit ?? 0)} tokens`
      return `${number(rating.quantity)} × ${portion} of ${rating.label} at ${price}, ${result}`
    }
    case 'metered':
      return `${rating.label}, metered by the work it took, ${result}`
    default:
      return rating.unit satisfies never
  }
}

function inUnits(count: number, resource: Resource): string {
  const { one, many } = RESOURCE_TRAITS[resource].unit
  return `${number(count)} ${count === 1 ? one : many}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
