import { closeCycles } from '#api/invoices/close-due.ts'
import type { Store } from '#api/ports.ts'
import type { Team } from '#api/records.ts'
import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import { nextFinal } from '#shared/credits/booking.ts'
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
  const notBefore: NotBefore = new Map()
  const pass = async () => {
    await closeAll({ ...options, notBefore }, () => isStopped)
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

/** Until when nothing of a team becomes due, so that it need not be asked: most are not for weeks. */
export type NotBefore = Map<string, Millis>

/** Team by team; one that fails hinders no other, and is tried again. */
export async function closeAll(
  { store, catalog, now, report, notBefore = new Map() }: Options & { notBefore?: NotBefore },
  isStopped: () => boolean = () => false,
): Promise<void> {
  let team = ''
  try {
    for (const each of await store.teams()) {
      if (isStopped()) return
      const asOf = now()
      if (asOf < (notBefore.get(termsOf(each)) ?? asOf)) continue
      team = each.id
      await closeCycles(store.team(team), { catalog, asOf }).then(
        () => notBefore.set(termsOf(each), nextFinal(each, asOf)),
        reported,
      )
    }
  } catch (error) {
    reported(error)
  }
  function reported(error: unknown) {
    report({ team, error })
  }
}

/** What its cycles follow from. */
function termsOf({ id, anchor, zone }: Team): string {
  return JSON.stringify([id, anchor, zone])
}
