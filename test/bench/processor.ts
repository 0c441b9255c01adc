import { readFileSync } from 'node:fs'

/** Of Linux, for what it tells of processes. */
const TICKS_PER_SECOND = 100

/** Milliseconds of processor that a process has used so far, all of its threads together. */
export function processorTimeOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold spaces; user and system are the 12th and 13th from there.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return (ticks / TICKS_PER_SECOND) * 1_000
}

/** What the process used while `work` was done, for each of so many; busy neighbours change it little. */
export async function processorTimeEach(
  { pid, count }: { pid: number | undefined; count: number },
  work: () => Promise<unknown>,
): Promise<string> {
  const before = processorTimeOf(pid)
  await work()
  return `${(((processorTimeOf(pid) - before) * 1_000) / count).toFixed(0)} µs`
}
