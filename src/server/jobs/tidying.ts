import type { Store } from '#api/ports.ts'
import { HOUR, type Millis } from '#shared/credits/amounts.ts'
import { rejectionsKeptSince } from '#shared/credits/retention.ts'
import { KEPT_AFTER_END } from '#shared/credits/tidy.ts'
import type { Months } from '../database/months.ts'
import type { SignIn } from '../sign-in/people.ts'
import { type Loop, startLoop } from './loop.ts'

const PAUSE_MS = HOUR
/** At once: nobody waits for it, and nobody should have to wait for its transactions. */
const MOST = 500
const TEAMS = 20

type Options = {
  store: Store
  signIn: Pick<SignIn, 'tidy'> | undefined
  /** Where charges lie by month. */
  months?: Pick<Months, 'makeAhead'> | undefined
  now: () => number
  report: (error: unknown) => void
}

/**
 * Takes away links, sessions, invitations and keys that are over and what was refused long ago, and makes
 * the months ahead, now and every hour.
 */
export function startTidying(options: Options): Loop {
  const { report } = options
  return startLoop({ round: () => tidy(options), pauseMs: PAUSE_MS, report })
}

/**
 * One round. Any number of servers can do it at the same time.
 *
 * @returns how much was taken away; none means that nothing is left to take
 */
export async function tidy({ store, signIn, months, now, report }: Options): Promise<number> {
  const endedBefore = now() - KEPT_AFTER_END
  await months?.makeAhead(now()).catch(report)
  let count = (await signIn?.tidy(MOST)) ?? 0
  // One team that fails hinders no other.
  const each = async (work: () => Promise<number>) => {
    count += await work().catch((error: unknown) => {
      report(error)
      return 0
    })
  }
  for (const team of await store.teamsToTidy({ endedBefore, limit: TEAMS })) {
    await each(() => store.team(team).write((tx) => tx.tidy({ endedBefore, limit: MOST })))
  }
  for (const [team, refusedBefore] of await oldRejections(store, now())) {
    await each(() => store.tidyRejections({ team, refusedBefore, limit: MOST }))
  }
  return count
}

/** The teams that may have such events, with since when theirs are kept. */
async function oldRejections(store: Store, asOf: Millis): Promise<Map<string, Millis>> {
  const refusedBefore = rejectionsKeptSince({ months: undefined, asOf })
  const usual = await store.teamsWithOldRejections({ refusedBefore, limit: TEAMS })
  const since = new Map(usual.map((team) => [team, refusedBefore]))
  for (const { id, retentionMonths: months } of await store.teams()) {
    if (months !== undefined) since.set(id, rejectionsKeptSince({ months, asOf }))
  }
  return since
}
