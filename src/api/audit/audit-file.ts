import type { AuditFilter } from '#shared/contract/audit.ts'
import { type Answer, answer } from '../answer.ts'
import type { Download } from '../download-route.ts'
import { type Cell, csvLine } from '../exports/csv.ts'
import { isoTime } from '../exports/texts.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import type { TeamStore } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { spanOf } from './audit-view.ts'
import type { AuditQuery } from './ports.ts'
import type { AuditRecord, AuditState } from './records.ts'

const ROWS = 500

/** What a column holds of each entry. */
const COLUMNS: Record<string, (row: AuditRecord) => Cell> = {
  entry: ({ seq }) => seq,
  at: ({ at }) => isoTime(at),
  actor_kind: ({ actor }) => actor.kind,
  actor: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  via: ({ via }) => via?.id,
  via_name: ({ via }) => via?.name,
  address: ({ address }) => address,
  action: ({ action }) => action,
  object: ({ object }) => object.id,
  object_name: ({ object }) => object.name,
  before: ({ before }) => jsonText(before),
  after: ({ after }) => jsonText(after),
  request: ({ requestId }) => requestId,
  hash: ({ hash }) => hash,
}

/** The entries that match, newest first, as a file made while it is read. */
export async function auditFile(
  asked: Common & { params: { team: string }; query: AuditFilter },
): Promise<Answer<Download>> {
  const { team, params, query } = asked
  const filter = await spanOf(team, query)
  return answer({ name: `${params.team}-audit.csv`, parts: linesOf(team, filter) })
}

async function* linesOf(
  team: TeamStore,
  filter: Omit<AuditQuery, 'limit' | 'before'>,
): AsyncGenerator<string> {
  const cells = Object.values(COLUMNS)
  yield csvLine(Object.keys(COLUMNS))
  let before: number | undefined
  for (;;) {
    const rows = await team.audit({ ...filter, before, limit: ROWS })
    yield rows.map((row) => csvLine(cells.map((cell) => cell(row)))).join('')
    before = rows.at(-1)?.seq
    if (rows.length < ROWS) return
  }
}

function jsonText(state: AuditState | undefined): string | undefined {
  return state === undefined ? undefined : canonicalJson(state)
}
