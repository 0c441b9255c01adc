import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Credits } from '#shared/credits/amounts.ts'

type Kind = ResourceUsage['series']['kinds'][number]

/** One colour of the stack: a kind, or all the smaller ones together. */
export type Band = {
  tint: Tint
  label: string
  credits: Credits
  /** Absent where the band holds several kinds. */
  kind?: string
  /** The kinds whose credits it holds. */
  kinds: string[]
}

const TINTS = ['1', '2', '3', '4', '5'] as const
export type Tint = (typeof TINTS)[number] | 'other'

/**
 * The five largest kinds, largest first, and the rest as one band, so that the bands sum to the
 * total. A rest of one kind keeps its name: "1 other kind" would hide what it is.
 */
export function bandsOf(kinds: readonly Kind[]): Band[] {
  const bySize = kinds
    .filter((kind) => kind.credits > 0)
    .toSorted((a, b) => b.credits - a.credits || (a.kind < b.kind ? -1 : 1))
  const bands = TINTS.flatMap((tint, index): Band[] => {
    const kind = bySize[index]
    return kind ? [single(kind, tint)] : []
  })
  const rest = bySize.slice(TINTS.length)
  const [only] = rest
  if (!only) return bands
  return [...bands, rest.length === 1 ? single(only, 'other') : folded(rest)]
}

function single(kind: Kind, tint: Tint): Band {
  return { tint, label: kind.label, credits: kind.credits, kind: kind.kind, kinds: [kind.kind] }
}

function folded(rest: readonly Kind[]): Band {
  return {
    tint: 'other',
    label: `${rest.length} other kinds`,
    credits: rest.reduce((sum, kind) => sum + kind.credits, 0),
    kinds: rest.map((kind) => kind.kind),
  }
}
