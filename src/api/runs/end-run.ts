import type { RunReply } from '#shared/contract/run.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Store } from '../ports.ts'
import { runView } from './run-view.ts'

/**
 * Ends a run: `settled` when it has reported all of its use, `released` when it did not run after
 * all. What is still held is free again. The same end again changes nothing; another is refused.
 * Events that the run reports later are taken all the same.
 */
export async function endRun(options: {
  store: Store
  asOf: Millis
  team: string
  run: string
  as: 'settled' | 'released'
}): Promise<Answer<RunReply>> {
  const { store, asOf, as } = options
  const team = store.team(options.team)
  if (!(await team.profile())) return refuse('unknown-team', `There is no team ${options.team}.`)
  return team.write(async (tx) => {
    const [run] = await tx.runs([options.run])
    if (!run) return refuse('unknown-run', `The team has no run ${options.run}.`)
    if (run.state === as) return answer({ asOf, run: runView(options.team, run, asOf) })
    if (run.state !== 'admitted') {
      return refuse('run-ended', `The run ${run.id} was ${run.state} already.`)
    }
    const ended = { ...run, state: as, held: 0, endedAt: asOf }
    await tx.saveRuns([ended])
    return answer({ asOf, run: runView(options.team, ended, asOf) })
  })
}

export async function findRun(options: {
  store: Store
  asOf: Millis
  team: string
  run: string
}): Promise<Answer<RunReply>> {
  const { store, asOf } = options
  const team = store.team(options.team)
  if (!(await team.profile())) return refuse('unknown-team', `There is no team ${options.team}.`)
  const [run] = await team.runs([options.run])
  if (!run) return refuse('unknown-run', `The team has no run ${options.run}.`)
  return answer({ asOf, run: runView(options.team, run, asOf) })
}
