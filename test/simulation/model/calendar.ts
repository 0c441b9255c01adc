/**
 * Billing cycles and local days by their definition, with nothing of the ledger's own: a date is
 * searched for in what `Intl` says that clocks in the zone show.
 */
export type Span = { id: string; start: number; end: number }

const HOUR = 3_600_000
const QUARTER = HOUR / 4
const MOST_KEPT = 100_000
const dates = new Map<string, string>()
const formats = new Map<string, Intl.DateTimeFormat>()
const starts = new Map<string, number>()

/** The local date that clocks in the zone show. */
export function dateIn(zone: string, at: number): string {
  // No zone changes its date within a quarter of an hour of UTC.
  const key = `${zone} ${Math.floor(at / QUARTER)}`
  const known = dates.get(key)
  if (known !== undefined) return known
  const date = formatOf(zone).format(at)
  if (dates.size > MOST_KEPT) dates.clear()
  dates.set(key, date)
  return date
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...day })
  formats.set(zone, format)
  return format
}

/** The first instant at which clocks in the zone show this date, or a later one. */
export function startOf(zone: string, date: string): number {
  const key = `${zone} ${date}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const noon = Date.parse(`${date}T00:00:00Z`)
  let before = noon - 26 * HOUR
  let after = noon + 26 * HOUR
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dateIn(zone, middle) >= date) after = middle
    else before = middle
  }
  starts.set(key, after)
  return after
}

/** The cycle that is `months` after the anchor's: on its day, or on the last of a shorter month. */
export function cycleNumber(zone: string, anchor: string, months: number): Span {
  const id = monthsAfter(anchor, months)
  const end = startOf(zone, monthsAfter(anchor, months + 1))
  return { id, start: startOf(zone, id), end }
}

export function cycleAtInstant(zone: string, anchor: string, at: number): Span {
  const [year = 0, month = 0] = dateIn(zone, at).split('-').map(Number)
  const [fromYear = 0, fromMonth = 0] = anchor.split('-').map(Number)
  const about = (year - fromYear) * 12 + month - fromMonth
  for (const months of [about - 1, about, about + 1]) {
    const cycle = cycleNumber(zone, anchor, months)
    if (cycle.start <= at && at < cycle.end) return cycle
  }
  throw new Error(`no cycle of ${anchor} in ${zone} holds ${at}`)
}

function monthsAfter(anchor: string, months: number): string {
  const [year = 0, month = 0, day = 0] = anchor.split('-').map(Number)
  const index = year * 12 + month - 1 + months
  const [ofYear, ofMonth] = [Math.floor(index / 12), (index % 12) + 1]
  const lastDay = new Date(Date.UTC(ofYear, ofMonth, 0)).getUTCDate()
  const digits = (value: number) => String(value).padStart(2, '0')
  return `${ofYear}-${digits(ofMonth)}-${digits(Math.min(day, lastDay))}`
}
