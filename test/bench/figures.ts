/** One line of the report. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
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

export async function quantiles(
  times: number,
  work: () => unknown,
): Promise<{ p50: number; p99: number }> {
  for (let warm = 0; warm < 10; warm++) await work()
  const took: number[] = []
  for (let run = 0; run < times; run++) took.push(await timed(work))
  took.sort((a, b) => a - b)
  const at = (share: number) =>
    took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}
