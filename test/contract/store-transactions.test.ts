import { expect, test } from 'vitest'
import type { TeamStore, TeamWrites } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { DAY } from '#shared/credits/amounts.ts'
import {
  aCharge,
  aClosing,
  aCrossing,
  aDecision,
  aLowCrossing,
  aMember,
  anAccount,
  anInvoice,
  aPartDay,
  aPurchase,
  aRollup,
  aSale,
  CYCLE,
  MARCH,
} from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

/** One of each write, in the order in which the ledger makes them. */
function steps(n: number): ((tx: TeamWrites) => Promise<unknown>)[] {
  const total = { cycle: CYCLE, resource: 'flows', dimension: 'kind', key: 'connector' } as const
  return [
    (tx) => tx.addMembers([aMember(`m${n}`)]),
    (tx) => tx.takeChargeNumbers(1),
    (tx) => tx.addCharges([aCharge(n)]),
    (tx) => tx.saveAccounts([anAccount('ann', { used: n })]),
    (tx) =>
      tx.saveBonus([{ id: 'p', resource: 'assistant', amount: 10, left: 10 - n, start: MARCH }]),
    (tx) => tx.addBonusPurchases([aPurchase(`k${n}`)]),
    (tx) =>
      tx.setLowAlerts([
        { mark: { kind: 'credits', credits: n }, at: MARCH, actor: { id: 'a', name: 'A' } },
      ]),
    (tx) => tx.saveFlows([{ flow: 'f', deployed: true, at: MARCH + n }]),
    (tx) => tx.addAgentTools([{ agentRun: `r${n}`, tool: 't' }]),
    (tx) => tx.addLowCrossings([aLowCrossing(n)]),
    (tx) => tx.addPartDays([aPartDay('f', { credits: n })]),
    (tx) =>
      tx.saveServerLimit({ server: 's', credits: n, at: MARCH, actor: { id: 'a', name: 'A' } }),
    (tx) => tx.addRollups([aRollup({ credits: n })]),
    (tx) => tx.addTotals([{ ...total, credits: n, charges: 1, costMicros: n }]),
    (tx) => tx.addCrossings([aCrossing(n)]),
    (tx) => tx.addSales([aSale({ blocks: n })]),
    (tx) => tx.addInvoice(anInvoice(n, { cycle: `2026-0${n}-01` })),
    (tx) => tx.addClosing(aClosing(`2026-0${n}-01`)),
    (tx) => tx.savePartNames([{ resource: 'flows', part: 'f', name: `Name ${n}` }]),
    (tx) => tx.takeDecisionNumber(),
    (tx) => tx.addSwitches([aDecision(n)]),
    (tx) =>
      tx.setDismissed({
        viewer: 'ann',
        cycle: CYCLE,
        alert: `a${n}`,
        dismissed: true,
        at: MARCH,
      }),
  ]
}

/** All that any read can tell of what the steps write. */
async function seen(team: TeamStore) {
  const days = [{ start: MARCH, end: MARCH + DAY }]
  const span = { resource: 'flows', from: MARCH, to: MARCH + DAY } as const
  return {
    members: await team.countMembers(0),
    account: (await team.accounts([anAccount('ann')])).map(({ account }) => account.used),
    bonus: await team.bonus('assistant'),
    purchases: await team.bonusPurchases(),
    partDays: await team.partDays({ resource: 'assistant', from: 0, to: MARCH + DAY }),
    flows: await team.flows('all'),
    lowAlerts: await team.lowAlerts(),
    low: await team.lowCrossings({ cycle: CYCLE, limit: 9 }),
    limits: await team.serverLimits(),
    use: await team.dailyUse({ holders: [TEAM_HOLDER], resources: ['flows'], days }),
    totals: await team.totals({ cycle: CYCLE, resource: 'flows', dimension: 'kind', limit: 9 }),
    charges: (await team.chargePage({ ...span, limit: 9 })).rows.map(({ charge }) => charge),
    crossings: await team.crossings({ cycle: CYCLE, limit: 9 }),
    sales: await team.sales(CYCLE),
    invoices: await team.invoices(),
    closed: await team.lastClosing(),
    names: await team.partNames('flows', ['f']),
    switches: await team.switches('ai', []),
    dismissed: await team.dismissals({ viewer: 'ann', cycle: CYCLE }),
  }
}

async function writeAll(team: TeamStore, n: number, failAfter = Number.POSITIVE_INFINITY) {
  await team.write(async (tx) => {
    for (const [index, step] of steps(n).entries()) {
      await step(tx)
      if (index === failAfter) throw new Error('stopped here')
    }
  })
}

onEveryStore('transactions', ({ kind, store, team: aFreshTeam }) => {
  test('a transaction that fails after any of its statements changes nothing', async () => {
    const { team } = await aFreshTeam()
    await writeAll(team, 1)
    const before = await seen(team)
    for (let index = 0; index < steps(2).length; index++) {
      await expect(writeAll(team, 2, index)).rejects.toThrow('stopped here')
      expect(await seen(team), `after statement ${index}`).toEqual(before)
    }
    const numbers = await team.write(async (tx) => [
      await tx.takeChargeNumbers(1),
      await tx.takeDecisionNumber(),
    ])
    expect(numbers).toEqual([2, 2])
    await writeAll(team, 3)
    expect(await seen(team)).not.toEqual(before)
  })

  test('the answer of the work is the answer of the transaction', async () => {
    const { team } = await aFreshTeam()
    expect(await team.write(async () => ({ any: 'thing' }))).toEqual({ any: 'thing' })
    expect(await team.read(async (reads) => reads.countMembers(0))).toBe(0)
    await expect(team.read(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  })

  test('a transaction sees what it wrote', async () => {
    const { team } = await aFreshTeam()
    await team.write(async (tx) => {
      await tx.saveAccounts([anAccount('ann', { used: 5 })])
      expect((await tx.accounts([anAccount('ann')]))[0]?.account.used.included).toBe(5)
    })
  })

  test('nothing is written for a team that is not there', async () => {
    const work = async () => {
      throw new Error('must not run')
    }
    await expect(store().team('nobody').write(work)).rejects.toThrow('no team nobody')
  })

  test('what one team writes, another never sees', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const before = await seen(other)
    await writeAll(team, 1)
    expect(await seen(other)).toEqual(before)
    await writeAll(other, 1)
  })

  test('parallel writers that read, add and write back lose nothing', async () => {
    const { team } = await aFreshTeam()
    const key = anAccount('ann')
    const addOne = () =>
      team.write(async (tx) => {
        const [found] = await tx.accounts([key])
        const used = (found?.account.used.included ?? 0) + 1
        const charge = await tx.takeChargeNumbers(1)
        await tx.addCharges([aCharge(charge)])
        await tx.saveAccounts([anAccount('ann', { used })])
        await tx.addRollups([aRollup({})])
      })
    const writers = 47
    await Promise.all(Array.from({ length: writers }, addOne))
    expect((await team.accounts([key]))[0]?.account.used.included).toBe(writers)
    const { charges, use } = await seen(team)
    expect(charges).toEqual([47, 46, 45, 44, 43, 42, 41, 40, 39])
    expect(use).toMatchObject([{ credits: writers }])
  })

  test('a limit of parallel writers is passed by none', async () => {
    const { team } = await aFreshTeam()
    const limit = 17
    const admitted = await Promise.all(
      Array.from({ length: 40 }, () =>
        team.write(async (tx) => {
          const [found] = await tx.accounts([anAccount('ann')])
          const used = found?.account.used.included ?? 0
          if (used >= limit) return false
          await tx.saveAccounts([anAccount('ann', { used: used + 1 })])
          return true
        }),
      ),
    )
    expect(admitted.filter((yes) => yes)).toHaveLength(limit)
  })

  test('reads of one moment agree, whatever is written meanwhile', async () => {
    const { team } = await aFreshTeam()
    const writing = (async () => {
      for (let n = 1; n <= 20; n++) {
        await team.write(async (tx) => {
          await tx.saveAccounts([anAccount('ann', { used: n })])
          await tx.addRollups([aRollup({ credits: 1 })])
        })
      }
    })()
    for (let round = 0; round < 10; round++) {
      const { account, use } = await team.read(async (reads) => {
        const [account] = await reads.accounts([anAccount('ann')])
        await new Promise((resolve) => setTimeout(resolve, 1))
        const days = [{ start: MARCH, end: MARCH + DAY }]
        const use = await reads.dailyUse({ holders: [''], resources: ['flows'], days })
        return { account, use }
      })
      expect(use[0]?.credits ?? 0).toBe(account?.account.used.included ?? 0)
    }
    await writing
  })

  // In memory, as in the mocks, there is nobody else to see it.
  test.skipIf(kind === 'memory')('what is not committed is not seen', async () => {
    const { team } = await aFreshTeam()
    await team.write(async (tx) => {
      await tx.addMembers([aMember('ann')])
      expect(await team.countMembers(0)).toBe(0)
    })
    expect(await team.countMembers(0)).toBe(1)
  })
})
