import type { Millis } from '#shared/credits/amounts.ts'
import type { Plan } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import { type Standstill, standstillOf, tellOfStandstill } from '../messages/tell-of-standstill.ts'
import type { TeamWrites } from '../ports.ts'
import type { Figures } from '../views/view.ts'

type Standstills = ReadonlyMap<Resource, Standstill>

export async function standstills(view: Figures, cycle: Cycle): Promise<Standstills> {
  const all = new Map<Resource, Standstill>()
  for (const resource of RESOURCES) all.set(resource, await standstillOf(view, { resource, cycle }))
  return all
}

/** Of work that the plan stops, but where a limit of the team's that fired says so already. */
export async function tellOfPlan(
  tx: TeamWrites,
  options: {
    stood: Standstills
    stands: Standstills
    told: ReadonlySet<Resource>
    plan: Plan
    cycle: Cycle
    seq: number
    asOf: Millis
  },
): Promise<void> {
  const { stood, stands, told, plan, cycle, seq, asOf } = options
  const cause = { kind: 'plan', name: plan.name } as const
  for (const [resource, after] of stands) {
    const before = stood.get(resource)
    if (!before || told.has(resource)) continue
    await tellOfStandstill(tx, { resource, cycle, before, after, seq, cause, asOf })
  }
}
