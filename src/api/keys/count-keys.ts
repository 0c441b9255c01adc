import type { Millis } from '#shared/credits/amounts.ts'
import { MOST_OF_TEAM } from '#shared/credits/team-limits.ts'
import { type Refusal, refuse } from '../answer.ts'
import type { TeamReads } from '../ports.ts'
import type { KeyRecord } from '../records.ts'
import { isOver } from './known-key.ts'

/** Why no further key can be made; one that takes the place of another at once is none. */
export async function refusalOfCount(
  reads: Pick<TeamReads, 'keys'>,
  { kind, member, at }: Pick<KeyRecord, 'kind'> & { member?: string | undefined; at: Millis },
): Promise<Refusal | undefined> {
  const working = (await reads.keys()).filter((key) => key.kind === kind && !isOver(key, at))
  switch (kind) {
    case 'service': {
      if (working.length < MOST_OF_TEAM.serviceKeys) return undefined
      const most = `A team has at most ${MOST_OF_TEAM.serviceKeys} keys that work.`
      return refuse('too-many-keys', `${most} Revoke one first.`)
    }
    case 'personal': {
      const own = working.filter((key) => key.member === member)
      if (own.length < MOST_OF_TEAM.ownKeys) return undefined
      const most = `You have ${MOST_OF_TEAM.ownKeys} keys that work, and that is the most.`
      return refuse('too-many-keys', `${most} Revoke one first.`)
    }
    default:
      return kind satisfies never
  }
}
