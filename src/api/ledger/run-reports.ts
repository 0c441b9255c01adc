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
    credits: Credits
  }) => void
  changed: () => Run[]
}

/**
 * The runs that events name. Use that names a run of another account, or none that is known, is
 * taken like any other: it only frees nothing.
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
    report: ({ run: id, resource, holder, credits }) => {
      const run = id === undefined ? undefined : runs.get(id)
      if (!run || run.resource !== resource || run.holder !== holder) return
      const held = Math.max(0, run.held - credits)
      runs.set(run.id, { ...run, used: run.used + credits, held })
      changed.add(run.id)
    },
    changed: () => [...runs.values()].filter((run) => changed.has(run.id)),
  }
}
