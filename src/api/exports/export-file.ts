import type { ExportKind } from '#shared/contract/downloads.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { Download } from '../download-route.ts'
import type { TeamStore } from '../ports.ts'
import type { Team } from '../records.ts'
import { chargesFile } from './charges-file.ts'
import { focusFile } from './focus-file.ts'
import { usageFile } from './usage-file.ts'

/** A cycle of a team as a file, made as it is read. */
export function exportFile(
  kind: ExportKind,
  options: { team: TeamStore; profile: Team; cycle: Cycle; currency: string },
): Download {
  const { profile, cycle, team } = options
  const name = `${profile.id}-${cycle.id}-${kind}.csv`
  switch (kind) {
    case 'charges':
      return { name, parts: chargesFile(options) }
    case 'usage':
      return { name, parts: usageFile({ team, cycle, zone: profile.zone }) }
    case 'focus':
      return { name, parts: focusFile(options) }
    default:
      return kind satisfies never
  }
}
