import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import { STATEMENTS } from '#server/database/guard.ts'
import { openDatabase } from '#server/database/open.ts'
import { aMember, aTeam, withMembers } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

async function placeOf(name: string) {
  if (name === 'PostgreSQL') return { ...(await freshPostgres()), folder: '' }
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return { folder: join(path, 'data') }
}

describe.each(['SQLite', 'PostgreSQL'])('reads at once on %s', (name) => {
  let team: TeamStore

  beforeEach(async (context) => {
    const place = await placeOf(name)
    if ('missing' in place) return context.skip(`no PostgreSQL on this machine: ${place.missing}`)
    const { store, close } = await openDatabase({ ...place, role: 'server' })
    await store.createTeam(aTeam({ id: 'one' }))
    team = store.team('one')
    await withMembers(team, [aMember('ann')])
    return close
  })

  test('do not wait for one another', async () => {
    let asked = 0
    const count = () => {
      asked += 1
    }
    const askedBeforeTheFirstAnswer = await team.read(async (reads) => {
      STATEMENTS.subscribe(count)
      onTestFinished(() => {
        STATEMENTS.unsubscribe(count)
      })
      const [before] = await Promise.all([
        reads.countMembers(0).then(() => asked),
        reads.members(['ann']),
        reads.spendCaps(),
        reads.planChanges(),
      ])
      return before
    })
    expect(askedBeforeTheFirstAnswer).toBe(4)
  })

  test('see the same moment', async () => {
    const seen = await team.read(async (reads) => {
      const first = await reads.countMembers(0)
      await team.write((tx) => tx.addMembers([aMember('bob')]))
      const [later, found] = await Promise.all([
        reads.countMembers(0),
        reads.members(['ann', 'bob']),
      ])
      return { first, later, found: found.map(({ id }) => id) }
    })
    expect(seen).toEqual({ first: 1, later: 1, found: ['ann'] })
    expect(await team.countMembers(0)).toBe(2)
  })

  test('ask nothing more once one of them has failed', async () => {
    const left = Promise.withResolvers<void>()
    let behind: Promise<number> | undefined
    const reading = team.read(async (reads) => {
      behind = left.promise.then(() => reads.countMembers(0))
      throw new Error('one of them failed')
    })
    await expect(reading).rejects.toThrow('one of them failed')
    left.resolve()
    await expect(behind).rejects.toThrow('what was asked on this connection is over')
  })
})
