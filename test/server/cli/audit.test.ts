import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { verifyAudit } from '#server/cli/audit-chains.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { addAcme, NOW } from '#test/support/team.ts'

test('says that each log is whole, and names the first entry that is not as it was written', async () => {
  const engine = await openSqlite({ folder: ':memory:', role: 'server' })
  const store = createSqlStore(engine)
  await addAcme(store)
  const object = { id: 'acme', name: 'Acme' }
  await store.team('acme').write(async (tx) => {
    for (let n = 0; n < 1_203; n++) {
      const change = { action: 'team-changed', object, after: { n } } as const
      await tx.record(entryOf({ by: OPERATOR, asOf: NOW }, change))
    }
  })
  const ledger = { store, catalog: DEFAULT_CATALOG }
  const said = await verifyAudit(ledger)
  expect(said).toMatch(
    /^the server: 0 entries, whole\nteam acme: 1203 entries, whole, last hash \S+$/,
  )
  // Somebody who owns the database takes its wall down first.
  await engine.ofTeam('acme').transact(async (db) => {
    await sql`drop trigger audit_update`.execute(db)
    await sql`update audit set object_name = 'Other' where team_id = 'acme' and seq = 1101`.execute(
      db,
    )
  })
  await expect(verifyAudit(ledger)).rejects.toThrow(
    'team acme is not as it was written: see entry 1101',
  )
  await engine.close()
})
