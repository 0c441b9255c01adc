import { firstBroken, type Link, START } from '#api/audit/chain.ts'
import type { AuditReads } from '#api/audit/ports.ts'
import { OperatorError } from '../operator-error.ts'
import type { Ledger } from './open-ledger.ts'

const ROWS = 1_000

/** Goes through every chain; what to tell the operator, or what is broken. */
export async function verifyAudit({ store }: Ledger): Promise<string> {
  const teams = await store.teams()
  const logs = [
    { team: '', name: 'the server', reads: store.serverAudit },
    ...teams.map(({ id }) => ({ team: id, name: `team ${id}`, reads: store.team(id) })),
  ]
  const told: string[] = []
  for (const { team, name, reads } of logs) {
    const { broken, last } = await verified(team, reads)
    if (broken !== undefined) {
      throw new OperatorError(
        `The audit log of ${name} is not as it was written: see entry ${broken}.`,
      )
    }
    told.push(
      `${name}: ${last.seq} entries, whole${last.seq === 0 ? '' : `, last hash ${last.hash}`}`,
    )
  }
  return told.join('\n')
}

async function verified(
  team: string,
  reads: Pick<AuditReads, 'auditInOrder'>,
): Promise<{ broken?: number; last: Link }> {
  let last: Link = START
  for (;;) {
    const rows = await reads.auditInOrder({ after: last.seq, limit: ROWS })
    const broken = await firstBroken(rows, { team, last })
    if (broken !== undefined) return { broken, last }
    last = rows.at(-1) ?? last
    if (rows.length < ROWS) return { last }
  }
}
