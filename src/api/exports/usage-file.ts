import { type Cycle, daysOf } from '#shared/credits/cycle.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { TeamReads } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'
import { csvLine } from './csv.ts'

/** Use by local day, resource and kind; nothing used is left out. It sums to the cycle's totals. */
export async function* usageFile(options: {
  team: TeamReads
  cycle: Cycle
  zone: string
}): AsyncGenerator<string> {
  const { team, cycle, zone } = options
  const days = daysOf(cycle, zone)
  yield csvLine(['cycle', 'day', 'resource', 'kind', 'credits'])
  for (const resource of RESOURCES) {
    const query = { holders: [TEAM_HOLDER], resources: [resource], days }
    const use = await team.dailyUse(query)
    const rows = use.toSorted((a, b) => a.day - b.day || (a.kind < b.kind ? -1 : 1))
    yield rows
      .map(({ day, kind, credits }) =>
        csvLine([cycle.id, days[day]?.date, resource, kind, credits]),
      )
      .join('')
  }
}
