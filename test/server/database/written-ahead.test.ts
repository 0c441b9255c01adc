import { beforeEach, describe, expect, test } from 'vitest'
import type { TeamStore, TeamWrites } from '#api/ports.ts'
import { openDatabase } from '#server/database/open.ts'
import { aTeam } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'

const fresh = await freshPostgres()

const PART = { resource: 'flows', part: 'intake', name: 'Order intake' } as const
const USE = { resource: 'flows', part: 'intake', credits: 1, charges: 1, ownKey: 0 } as const
const TWICE = [
  { agentRun: 'run-1', tool: 'lookup' },
  { agentRun: 'run-1', tool: 'lookup' },
]

describe.skipIf('missing' in fresh)('what a transaction of PostgreSQL inserts', () => {
  let team: TeamStore
  let teams = 0

  beforeEach(async () => {
    const url = 'url' in fresh ? fresh.url : undefined
    const { store, close } = await openDatabase({ folder: '', url, role: 'server' })
    const id = `team-${++teams}`
    await store.createTeam(aTeam({ id }))
    team = store.team(id)
    return close
  })

  const partDays = (tx: Pick<TeamWrites, 'partDays'>) =>
    tx.partDays({ resource: 'flows', from: 0, to: 1 }).then((rows) => rows.length)

  test('is seen by what it reads after it', async () => {
    const seen = await team.write(async (tx) => {
      await tx.addPartDays([{ ...USE, day: 0 }])
      await tx.savePartNames([PART])
      return partDays(tx)
    })
    expect(seen).toBe(1)
  })

  test('and cannot be inserted is what the transaction fails with, also where nothing follows', async () => {
    const failed = team.write(async (tx) => {
      await tx.addPartDays([{ ...USE, day: 0 }])
      await tx.addAgentTools(TWICE)
    })
    await expect(failed).rejects.toThrow('duplicate key')
    expect(await partDays(team)).toBe(0)
  })

  test('and cannot be inserted is told, not that what came after it was refused for it', async () => {
    const failed = team.write(async (tx) => {
      await tx.addAgentTools(TWICE)
      await tx.addPartDays([{ ...USE, day: 0 }])
      return partDays(tx)
    })
    await expect(failed).rejects.toThrow('duplicate key')
  })

  test('leaves the failure of the work itself what it is', async () => {
    const failed = team.write(async (tx) => {
      await tx.addPartDays([{ ...USE, day: 0 }])
      throw new Error('changed its mind')
    })
    await expect(failed).rejects.toThrow('changed its mind')
    expect(await partDays(team)).toBe(0)
  })
})
