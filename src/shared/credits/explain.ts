import type { Rating } from './rating.ts'

/** A charge in one line: `3 × Connector at 2 credits, card of 2026-03-01 = 6`. */
export function explainRating(rating: Rating): string {
  const result = `card of ${rating.cardDate} = ${number(rating.credits)}`
  if (rating.ownKey) return `${rating.label}, paid with your own provider key = 0`
  const model = rating.model && rating.model !== rating.label ? ` (${rating.model})` : ''
  switch (rating.unit) {
    case 'each':
      return `${number(rating.quantity)} × ${rating.label}${model} at ${credits(rating)}, ${result}`
    case 'tokens': {
      const portion = `started ${number(rating.tokensPerUnit ?? 0)} tokens`
      return `${number(rating.quantity)} × ${portion} of ${rating.label} at ${credits(rating)}, ${result}`
    }
    case 'metered':
      return `${rating.label}, metered by the work it took, ${result}`
    default:
      return rating.unit satisfies never
  }
}

function credits(rating: Rating): string {
  const count = rating.creditsPerUnit
  return count === 1 ? '1 credit' : `${number(count)} credits`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
