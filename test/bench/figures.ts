import { cpus, totalmem } from 'node:os'

/** One line of the report. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** What the figures were measured on. */
export function machine(): string {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory}`
}

export function perSecond(count: number, milliseconds: number): string {
  return `${Math.round((count / milliseconds) * 1_000).toLocaleString('en-US')}/s`
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export type Quantiles = { p50: number; p99: number }

export function quantilesOf(milliseconds: readonly number[]): Quantiles {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5) ?? 0, p99: at(0.99) ?? 0 }
}

/** Of `work` done so many times, one after the other, after some that don't count. */
export async function quantiles(times: number, work: () => unknown): Promise<Quantiles> {
  for (let warm = 0; warm < 20; warm++) await work()
  const took: number[] = []
  for (let run = 0; run < times; run++) took.push(await timed(work))
  return quantilesOf(took)
}

export function told({ p50, p99 }: Quantiles): string {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

/** One row of the report: what was measured, the figure, and what it should be. */
export function row(what: string, figure: string, aim: string): void {
  say(`${what.padEnd(46)} ${figure.padEnd(34)} aim: ${aim}`)
}
