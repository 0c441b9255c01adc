import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import type { ArchivedCycle } from '#api/records.ts'
import { HOUR } from '#shared/credits/amounts.ts'
import { type OpenStore, STORES } from '#test/support/databases.ts'
import { aCharge, aTeam, CYCLE, MARCH } from './store-records.ts'

const ARCHIVED: ArchivedCycle = {
  cycle: CYCLE,
  start: MARCH,
  end: MARCH + HOUR,
  archivedAt: MARCH + 9 * HOUR,
  charges: 2,
  sums: {
    flows: { charges: 2, included: 6, bonus: 0, payAsYouGo: 0, uncovered: 0, costMicros: 0 },
  },
  sha256: 'a'.repeat(64),
  seal: { rollups: 'b'.repeat(64) },
}

describe.each(STORES)('charges that are archived ($name)', ({ open }) => {
  let opened: OpenStore | { missing: string }
  let n = 0

  beforeAll(async () => {
    opened = await open()
  })
  beforeEach((context) => {
    if ('missing' in opened) context.skip(opened.missing)
  })
  afterAll(async () => {
    if (!('missing' in opened)) await opened.close()
  })

  async function aTeamWithCharges(): Promise<TeamStore> {
    if ('missing' in opened) throw new Error(opened.missing)
    const id = `team-${++n}`
    await opened.store.createTeam(aTeam({ id }))
    const team = opened.store.team(id)
    const after = aCharge(3, { bookedAt: MARCH + HOUR })
    await team.write((tx) => tx.addCharges([aCharge(1), aCharge(2, { resource: 'ai' }), after]))
    return team
  }

  const charges = async (team: TeamStore) => {
    const page = { from: 0, to: MARCH + 9 * HOUR, limit: 9 } as const
    const flows = await team.chargePage({ ...page, resource: 'flows' })
    const ai = await team.chargePage({ ...page, resource: 'ai' })
    return [...ai.rows, ...flows.rows]
  }

  test('are gone, but for their events, and are the same once they are back', async () => {
    const [team, other] = [await aTeamWithCharges(), await aTeamWithCharges()]
    const before = await charges(team)
    expect(await team.write((tx) => tx.archiveCycle(ARCHIVED))).toBe(2)
    expect((await charges(team)).map(({ charge }) => charge)).toEqual([3])
    expect(await team.archivedCycles()).toEqual([ARCHIVED])
    expect(await charges(other)).toEqual(before)
    expect(await other.archivedCycles()).toEqual([])
    const known = await team.write((tx) => tx.chargesOf([aCharge(1), aCharge(4)]))
    expect(known).toEqual([{ charge: 1, isSame: true }, undefined])
    await expect(team.write((tx) => tx.addCharges([aCharge(1)]))).rejects.toThrow()
    await team.write(async (tx) => {
      await tx.unarchive([aCharge(1), aCharge(2, { resource: 'ai' })])
      await tx.forgetArchive(CYCLE)
    })
    expect(await charges(team)).toEqual(before)
    expect(await team.archivedCycles()).toEqual([])
  })

  test('a transaction that fails archives nothing', async () => {
    const team = await aTeamWithCharges()
    const failing = team.write(async (tx) => {
      await tx.archiveCycle(ARCHIVED)
      await tx.setRetention(3)
      throw new Error('ended')
    })
    await expect(failing).rejects.toThrow('ended')
    expect(await charges(team)).toHaveLength(3)
    expect(await team.archivedCycles()).toEqual([])
    expect((await team.profile())?.retentionMonths).toBeUndefined()
  })

  test('a team’s time is kept, and taken away', async () => {
    const team = await aTeamWithCharges()
    await team.write((tx) => tx.setRetention(24))
    expect((await team.profile())?.retentionMonths).toBe(24)
    await team.write((tx) => tx.setRetention(undefined))
    expect(await team.profile()).not.toHaveProperty('retentionMonths')
  })
})
