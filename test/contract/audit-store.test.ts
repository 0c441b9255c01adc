import { afterEach, describe, expect, it } from 'vitest'
import { firstBroken, START } from '#api/audit/chain.ts'
import type { AuditEntry } from '#api/audit/records.ts'
import type { Store } from '#api/ports.ts'
import { STORES } from '#test/support/databases.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** Text that a database may not hold as it came. */
const ODD = 'Ćosić "x"\n\0 \ud800 =1+1'

function entry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: NOW,
    actor: { kind: 'person', id: 'bill', name: ODD },
    address: '192.0.2.7',
    requestId: 'r1',
    action: 'spend-cap-set',
    object: { id: 'flows', name: ODD },
    before: { capMicros: null, note: ODD, list: ['a', ODD] },
    after: { capMicros: 5_000_000, isOn: true },
    ...given,
  }
}

describe.each(STORES)('the audit log in $name', ({ open }) => {
  async function opened(skip: (why: string) => never): Promise<Store> {
    const made = await open()
    if ('missing' in made) return skip(made.missing)
    cleanups.push(made.close)
    await addAcme(made.store)
    return made.store
  }

  it('numbers and chains what is recorded, also by many at once', async ({ skip }) => {
    const store = await opened(skip)
    const team = store.team('acme')
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        team.write((tx) => tx.record(entry({ requestId: `r${n}` }))),
      ),
    )
    const rows = await team.auditInOrder({ after: 0, limit: 100 })
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1))
    expect(await firstBroken(rows, { team: 'acme', last: START })).toBeUndefined()
  })

  it('the server’s own entries make a chain of their own, also by many at once', async ({
    skip,
  }) => {
    const store = await opened(skip)
    await Promise.all(Array.from({ length: 8 }, () => store.serverAudit.record(entry())))
    const rows = await store.serverAudit.auditInOrder({ after: 0, limit: 100 })
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await firstBroken(rows, { team: '', last: START })).toBeUndefined()
    expect(await store.team('acme').audit({ limit: 10 })).toEqual([])
  })

  it('what a failed transaction recorded is not there', async ({ skip }) => {
    const store = await opened(skip)
    const failing = store.team('acme').write(async (tx) => {
      await tx.record(entry())
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.team('acme').audit({ limit: 10 })).toEqual([])
  })

  it('finds by actor, action and time, newest first, page by page', async ({ skip }) => {
    const store = await opened(skip)
    const team = store.team('acme')
    const ada = { kind: 'person', id: 'ada', name: 'Ada' } as const
    await team.write(async (tx) => {
      await tx.record(entry({ at: NOW }))
      await tx.record(entry({ at: NOW + 1, actor: ada }))
      await tx.record(entry({ at: NOW + 2, action: 'plan-changed' }))
    })
    const found = async (query: object) =>
      (await team.audit({ limit: 10, ...query })).map(({ seq }) => seq)
    expect(await found({})).toEqual([3, 2, 1])
    expect(await found({ actor: 'ada' })).toEqual([2])
    expect(await found({ action: 'plan-changed' })).toEqual([3])
    expect(await found({ from: NOW + 1, to: NOW + 2 })).toEqual([2])
    expect(await found({ before: 3, limit: 1 })).toEqual([2])
    expect(await team.auditActors()).toMatchObject([{ id: 'ada', name: 'Ada' }, { id: 'bill' }])
  })
})
