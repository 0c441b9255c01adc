/** An axis from zero: its upper end in credits, and where its lines are. */
export type Scale = { top: number; ticks: number[] }

const STEPS = [1, 2, 2.5, 5, 10]

/**
 * Whole, round ticks from zero, about `lines` of them above it. The axis ends at `max` itself,
 * not at the next tick, so that no height is lost.
 */
export function scaleTo(max: number, lines: number): Scale {
  if (max <= 0) return { top: 1, ticks: [0] }
  const step = roundStep(max / (lines + 0.5))
  const ticks: number[] = []
  for (let tick = 0; tick <= max; tick += step) ticks.push(tick)
  return { top: max, ticks }
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is at least `least`; credits are whole. */
function roundStep(least: number): number {
  if (least <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = STEPS.find((step) => step * power >= least && Number.isInteger(step * power))
  return (factor ?? 10) * power
}
