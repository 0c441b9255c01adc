import { closeCycles } from '#api/invoices/close-due.ts'
import type { Store } from '#api/ports.ts'
import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'

/** Whoever uses a team's ledger first closes what is due: the job is for teams that nobody uses. */
const EVERY: Millis = 5 * MINUTE

export type ClosingJob = { stop: () => Promise<void> }

type Options = {
  store: Store
  catalog: Catalog
  now: () => Millis
  report: (failure: { team: string; error: unknown }) => void
}

/** Closes cycles now and from then on; a process that dies meanwhile leaves a cycle open or closed. */
export function startClosing(options: Options): ClosingJob {
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const pass = async () => {
    await closeAll(options, () => isStopped)
    if (isStopped) return
    timer = setTimeout(() => {
      running = pass()
    }, EVERY)
    timer.unref()
  }
  let running = pass()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Team by team; one that fails hinders no other, and is tried again. */
export async function closeAll(
  { store, catalog, now, report }: Options,
  isStopped: () => boolean = () => false,
): Promise<void> {
  let team = ''
  try {
    for (const { id } of await store.teams()) {
      if (isStopped()) return
      team = id
      await closeCycles(store.team(id), { catalog, asOf: now() }).catch(reported)
    }
  } catch (error) {
    reported(error)
  }
  function reported(error: unknown) {
    report({ team, error })
  }
}
