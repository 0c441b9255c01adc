import type { Credits } from '#shared/credits/amounts.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamWrites } from '../ports.ts'
import type { Holder, Run } from '../records.ts'
import type { Bookable } from './bookable.ts'

export type RunReports = {
  /** What a run used is no longer held for it: it counts as used now. */
  report: (use: {
    run: string | undefined
    resource: Resource
    holder: Holder
    member: string | undefined
    part: string | undefined
    credits: Credits
  }) => void
  changed: () => Run[]
}

/**
 * The runs that events name. Use that names a run of another account, member, flow or server, or none
 * that is known, is taken like any other: it only frees nothing.
 */
export async function openRunReports(
  tx: TeamWrites,
  bookable: readonly Bookable[],
): Promise<RunReports> {
  const ids = new Set(bookable.flatMap(({ event }) => event.run ?? []))
  const found = ids.size > 0 ? await tx.runs([...ids]) : []
  const runs = new Map(found.map((run) => [run.id, run]))
  const changed = new Set<string>()
  return {
    report: (use) => {
      const run = use.run === undefined ? undefined : runs.get(use.run)
      if (!run || !isOwn(run, use)) return
      const held = Math.max(0, run.held - use.credits)
      runs.set(run.id, { ...run, used: run.used + use.credits, held })
      changed.add(run.id)
    },
    changed: () => [...runs.values()].filter((run) => changed.has(run.id)),
  }
}

/** What the run or the event leaves open can be either’s. */
function isOwn(run: Run, use: Parameters<RunReports['report']>[0]): boolean {
  if (run.resource !== use.resource || run.holder !== use.holder) return false
  return isSame(run.member, use.member) && isSame(run.part, use.part)
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}
