import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { type Answer, answer } from './answer.ts'
import { loadTerms, teamTime } from './ledger/terms.ts'
import type { TeamReads } from './ports.ts'
import type { Common } from './team-route.ts'
import { askedOnce } from './views/asked-once.ts'
import { cycleAsked, scopeOf, type View } from './views/view.ts'

/** Reads as of one moment, so that all figures of a reply agree. */
export async function viewed<T>(
  asked: Common,
  work: (view: View) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return asked.team.read(async (reads) => work(await viewOf(asked, askedOnce(reads))))
}

export async function inCycle<T>(
  asked: Common & { query: { cycle?: string | undefined } },
  work: (view: View, cycle: Cycle) => Promise<Answer<T>>,
): Promise<Answer<T & { asOf: Millis; cycle: Cycle; scope: ReturnType<typeof scopeOf> }>> {
  return viewed(asked, async (view) => {
    const cycle = await cycleAsked(view, asked.query.cycle)
    if (!cycle.ok) return cycle
    const plan = view.terms.planIn(cycle.value)
    const made = await work({ ...view, terms: { ...view.terms, plan } }, cycle.value)
    if (!made.ok) return made
    const figures = { asOf: view.asOf, cycle: cycle.value, scope: scopeOf(view) }
    return answer({ ...figures, ...made.value })
  })
}

export async function viewOf(
  { ports, viewer, asOf }: Pick<Common, 'ports' | 'viewer' | 'asOf'>,
  reads: TeamReads,
): Promise<View> {
  const { catalog } = ports
  const terms = await loadTerms(reads, catalog)
  return { reads, terms, catalog, viewer, asOf: teamTime(terms, asOf), clock: asOf }
}
