import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { Tally } from './tally.ts'

const COUNT = new Intl.NumberFormat('en')

/** The figures of an import, for a person to read. */
export function report(
  tally: Tally,
  options: { name: string; milliseconds: number; rejectedPath: string },
): string {
  const { name, milliseconds, rejectedPath } = options
  const seconds = milliseconds / 1_000
  const speed = seconds > 0 ? `, ${COUNT.format(Math.round(tally.read / seconds))} rows/s` : ''
  const figures = figuresOf(tally).map(([label, count, note]) => {
    const line = `  ${label.padEnd(10)} ${COUNT.format(count).padStart(12)}`
    return note !== undefined && count > 0 ? `${line}  ${note}` : line
  })
  const head = `${name}: ${COUNT.format(tally.read)} rows read in ${seconds.toFixed(1)} s${speed}`
  const kept = tally.rejected + tally.conflict > 0 ? [`Rows refused: ${rejectedPath}`] : []
  return [head, ...figures, ...creditLines(tally), ...kept, ''].join('\n')
}

function figuresOf(tally: Tally): [label: string, count: number, note?: string][] {
  const figures: [string, number, string?][] = [
    ['accepted', tally.accepted],
    ['late', tally.late, 'of the accepted: counted now, as their own cycle was closed'],
    ['duplicate', tally.duplicate, 'in the ledger already, not counted again'],
    ['conflict', tally.conflict, 'in the ledger with other content, which stays'],
    ['rejected', tally.rejected],
    ['skipped', tally.skipped, 'left out by the mapping'],
  ]
  if (tally.membersCreated > 0) figures.push(['members', tally.membersCreated, 'created'])
  return figures
}

function creditLines(tally: Tally): string[] {
  return [...tally.credits].map(
    ([resource, credits]) => `${RESOURCE_TRAITS[resource].name}: ${COUNT.format(credits)} charged`,
  )
}
