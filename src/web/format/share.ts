import type { Bps } from '#shared/credits/amounts.ts'
import type { Share } from '#shared/credits/limit.ts'
import { whole } from './number.ts'

const WHOLE_BPS: Bps = 10_000

/** Keeps figure and sign on one line. */
const SPACE = '\u00a0'

/**
 * `24 %`, rounded down, so that neither 75 % nor 100 % shows before it is there. Where a whole
 * percent would hide on which side of a limit it is (under 1 %, and within 1 % of 100 %), a tenth is
 * added: `0.4 %`, `99.9 %`, `100.1 %`.
 */
export function percent(bps: Bps): string {
  return `${figure(bps)}${SPACE}%`
}

/** A text from the ledger, whose percent signs stay with their figures. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', `${SPACE}%`)
}

/** A share of nothing, or of no limit, is a dash: neither 0 % nor 100 % would be true. */
export function sharePercent(share: Share): string {
  switch (share.kind) {
    case 'share':
      return percent(share.bps)
    case 'not-applicable':
      return '–'
    default:
      return share satisfies never
  }
}

function figure(bps: Bps): string {
  if (bps > 0 && bps < 10) return '<0.1'
  if (bps > WHOLE_BPS && bps < WHOLE_BPS + 10) return '>100'
  const nearZero = bps > 0 && bps < 100
  const nearLimit = bps >= WHOLE_BPS - 100 && bps < WHOLE_BPS + 100 && bps !== WHOLE_BPS
  if (nearZero || nearLimit) return tenths(bps)
  return whole(Math.floor(bps / 100))
}

function tenths(bps: Bps): string {
  const all = Math.floor(bps / 10)
  return all % 10 === 0 ? `${all / 10}.0` : `${all / 10}`
}
