import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstBroken, type Link, START, sealed } from '#api/audit/chain.ts'
import { entryOf } from '#api/audit/entry.ts'
import type { AuditRecord } from '#api/audit/records.ts'
import { NOW } from '#test/support/team.ts'

const LENGTH = 6

async function chain(team = 'acme'): Promise<AuditRecord[]> {
  const rows: AuditRecord[] = []
  for (let n = 0; n < LENGTH; n++) {
    const actor = { kind: 'person', id: 'bill', name: 'Bill' } as const
    const entry = entryOf(
      { by: { actor, address: '192.0.2.7', requestId: `r${n}` }, asOf: NOW + n },
      {
        action: 'spend-cap-set',
        object: { id: 'flows', name: 'Flows credits' },
        before: { capMicros: n },
        after: { capMicros: n + 1 },
      },
    )
    const last: Link = rows.at(-1) ?? START
    rows.push(await sealed(entry, { team, last }))
  }
  return rows
}

const CHANGES: [string, (row: AuditRecord) => AuditRecord][] = [
  ['another time', (row) => ({ ...row, at: row.at + 1 })],
  ['another actor', (row) => ({ ...row, actor: { ...row.actor, id: 'ada' } })],
  ['another name of the actor', (row) => ({ ...row, actor: { ...row.actor, name: 'Ada' } })],
  ['another address', (row) => ({ ...row, address: '192.0.2.8' })],
  ['another action', (row) => ({ ...row, action: 'plan-changed' })],
  ['another object', (row) => ({ ...row, object: { ...row.object, id: 'ai' } })],
  ['another value before', (row) => ({ ...row, before: { capMicros: 99 } })],
  ['another value after', (row) => ({ ...row, after: { capMicros: 99 } })],
  ['nothing after', ({ after: _, ...row }) => row],
  ['another request', (row) => ({ ...row, requestId: 'other' })],
  ['another number', (row) => ({ ...row, seq: row.seq + 1 })],
  ['another hash', (row) => ({ ...row, hash: 'A'.repeat(43) })],
]

describe('the chain of the audit log', () => {
  it('is whole as it was recorded, also looked at part by part', async () => {
    const rows = await chain()
    expect(await firstBroken(rows, { team: 'acme', last: START })).toBeUndefined()
    const last = rows[2] ?? START
    expect(await firstBroken(rows.slice(3), { team: 'acme', last })).toBeUndefined()
  })

  it.each(CHANGES)('a row with %s is named, wherever it is', async (_, change) => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: LENGTH - 1 }), async (at) => {
        const rows = (await chain()).map((row, index) => (index === at ? change(row) : row))
        expect(await firstBroken(rows, { team: 'acme', last: START })).toBe(at + 1)
      }),
      { numRuns: LENGTH },
    )
  })

  it('a row taken away, doubled or moved is seen', async () => {
    const rows = await chain()
    const [first, second, third] = rows
    if (!first || !second || !third) throw new Error('too few rows')
    const broken = (changed: AuditRecord[]) => firstBroken(changed, { team: 'acme', last: START })
    expect(await broken([first, third])).toBe(2)
    expect(await broken([second, third])).toBe(1)
    expect(await broken([first, first, second])).toBe(2)
    expect(await broken([first, third, second])).toBe(2)
  })

  it('rows of another team fit nowhere', async () => {
    expect(await firstBroken(await chain('beta'), { team: 'acme', last: START })).toBe(1)
  })
})
