import { WARNING_BPS } from '#shared/credits/limit.ts'

/** Positions on a meter's track, in percent of its width. */
export type MeterScale = {
  /** The end of what is within the allowance. */
  within: number
  /** The end of what is expected; no less than `within`. */
  expected: number
  warningAt: number
  limitAt: number
  /** Whether something came after the limit: it fills the track from `limitAt` on. */
  past: boolean
}

/** The limit never moves further left than this, so that its marks stay apart. */
const LEAST_LIMIT_AT = 30

const WHOLE_BPS = 10_000

/** For drawing only: positions, not figures that are shown. */
export function meterScale(amounts: {
  used: number
  allowance: number
  expected?: number
}): MeterScale {
  const { used, allowance } = amounts
  if (allowance === 0) return emptyAllowance(used)
  const past = used > allowance
  const limitAt = past ? Math.max(LEAST_LIMIT_AT, (allowance / used) * 100) : 100
  const within = past ? limitAt : (used / allowance) * 100
  const expected = past ? 100 : Math.min(100, ((amounts.expected ?? 0) / allowance) * 100)
  return {
    within,
    expected: Math.max(within, expected),
    warningAt: (limitAt * WARNING_BPS) / WHOLE_BPS,
    limitAt,
    past,
  }
}

function emptyAllowance(used: number): MeterScale {
  return { within: 0, expected: 0, warningAt: 0, limitAt: 0, past: used > 0 }
}
