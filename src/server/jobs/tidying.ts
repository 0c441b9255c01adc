import type { Store } from '#api/ports.ts'
import { HOUR } from '#shared/credits/amounts.ts'
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
 * Takes away links, sessions, invitations and keys that are over, and makes the months ahead, now and
 * every hour.
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
  for (const team of await store.teamsToTidy({ endedBefore, limit: TEAMS })) {
    try {
      count += await store.team(team).write((tx) => tx.tidy({ endedBefore, limit: MOST }))
    } catch (error) {
      report(error)
    }
  }
  return count
}
