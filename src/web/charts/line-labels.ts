import { about, whole } from '#web/format/number.ts'
import { type ChartLayout, heightAt } from './chart-layout.ts'
import type { ChartRows } from './chart-rows.ts'

/**
 * A name on a line of the upper panel: its edge that is at `x` (from the plot's left), and its
 * middle at `y`, both in px.
 */
export type LineLabel = {
  of: 'limit' | 'used' | 'end'
  text: string
  x: number
  y: number
  /** Which way the text goes from `x`. */
  goes: 'right' | 'left'
}

/** Of the label's 11 px type, a little too much. */
const CHARACTER = 6.3
/** Less between the middles of two labels, or of a label and a line, and they touch. */
const CLEAR = 15
const ABOVE = 9
const BESIDE = 6
/** Below a line's end that is on the limit's line or just above it. */
const BELOW_LIMIT = 20

type Options = { rows: ChartRows; layout: ChartLayout }

/**
 * The labels that fit without lying on each other or on the limit's line. The limit is always
 * named; another that fits nowhere is left out, as what it says stands in a sentence too.
 */
export function lineLabels(rows: ChartRows, layout: ChartLayout): LineLabel[] {
  const options = { rows, layout }
  const placed: LineLabel[] = []
  for (const candidates of [limitLabels, usedLabels, endLabels]) {
    const label = candidates(options).find((candidate) => fits(candidate, { ...options, placed }))
    if (label) placed.push(label)
  }
  return placed
}

/** A low limit is crossed early, on the left: then its line is free on the right. */
function limitLabels({ rows, layout }: Options): LineLabel[] {
  if (rows.limit === undefined) return []
  const text = `Limit ${whole(rows.limit)}`
  const label = { of: 'limit', text, y: heightAt(rows.limit, layout.total) - ABOVE } as const
  const left = { ...label, x: 2, goes: 'right' } as const
  const right = { ...label, x: layout.plotWidth, goes: 'left' } as const
  const crossing = rows.path.find((point) => point.past)?.x ?? Number.POSITIVE_INFINITY
  return crossing * layout.dayWidth > widthOf(text) + BESIDE ? [left] : [right]
}

/** The line comes from below left: below right and above left of its end are free of it. */
function usedLabels({ rows, layout }: Options): LineLabel[] {
  if (rows.used === 0) return []
  const text = `${whole(rows.used)} used`
  const x = (rows.now ?? rows.days.length) * layout.dayWidth
  const y = heightAt(rows.used, layout.total)
  const right = { of: 'used', text, x: x + BESIDE, goes: 'right' } as const
  const left = { of: 'used', text, x: x - 4, goes: 'left' } as const
  const isLow = layout.total.top + layout.total.height - y < CLEAR * 2
  const below = { ...right, y: y + 12 }
  const above = { ...left, y: y - 12 }
  const underLine = { ...left, y: lowestUnder(left.x - widthOf(text), rows, layout) + ABOVE }
  const underLimit = { ...right, y: y + BELOW_LIMIT }
  return isLow ? [above, { ...right, y: y - ABOVE }, below] : [below, underLimit, above, underLine]
}

/** At the end of the expected line; above the limit's line where it ends just under it. */
function endLabels({ rows, layout }: Options): LineLabel[] {
  const { endTotal, now, limit } = rows
  if (!endTotal || now === undefined || endTotal.mid === rows.used) return []
  const label = { of: 'end', text: about(endTotal), x: layout.plotWidth, goes: 'left' } as const
  if (label.x - widthOf(label.text) < now * layout.dayWidth + BESIDE) return []
  const onEnd = { ...label, y: heightAt(endTotal.mid, layout.total) - ABOVE - 1 }
  if (limit === undefined) return [onEnd]
  return [onEnd, { ...label, y: heightAt(limit, layout.total) - ABOVE - 1 }]
}

function fits(label: LineLabel, options: Options & { placed: readonly LineLabel[] }): boolean {
  const { rows, layout, placed } = options
  const { left, right } = spanOf(label)
  const floor = layout.total.top + layout.total.height
  if (left < 0 || right > layout.plotWidth + 1 || label.y < ABOVE - 2 || label.y > floor) {
    return label.of === 'limit'
  }
  const limitY = rows.limit === undefined ? undefined : heightAt(rows.limit, layout.total)
  if (limitY !== undefined && Math.abs(label.y - limitY) < ABOVE) return false
  return placed.every((other) => {
    const span = spanOf(other)
    const isBeside = right + BESIDE < span.left || span.right + BESIDE < left
    return isBeside || Math.abs(other.y - label.y) >= CLEAR
  })
}

function spanOf(label: LineLabel): { left: number; right: number } {
  const width = widthOf(label.text)
  return label.goes === 'right'
    ? { left: label.x, right: label.x + width }
    : { left: label.x - width, right: label.x }
}

function widthOf(text: string): number {
  return text.length * CHARACTER
}

/** Where the line is at `x`: as it only rises, nothing of it is lower to the right of there. */
function lowestUnder(x: number, rows: ChartRows, layout: ChartLayout): number {
  const before = rows.path.findLast((point) => point.x * layout.dayWidth <= x)
  return heightAt(before?.used ?? 0, layout.total)
}
