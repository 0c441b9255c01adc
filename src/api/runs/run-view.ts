import type { Run as RunView } from '#shared/contract/run.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Run } from '../records.ts'

/** A run as its host sees it: one whose time is over holds nothing, though nobody ended it. */
export function runView(team: string, run: Run, asOf: Millis): RunView {
  const isExpired = run.state === 'admitted' && run.expiresAt <= asOf
  const { id, resource, estimate, used, admittedAt, expiresAt } = run
  return {
    team,
    run: id,
    resource,
    ...(run.member === undefined ? {} : { member: run.member }),
    ...(run.part === undefined ? {} : { part: run.part }),
    state: isExpired ? 'expired' : run.state,
    estimate,
    used,
    held: isExpired ? 0 : run.held,
    admittedAt,
    expiresAt,
    ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }),
  }
}
