import { expect, test } from 'vitest'
import type { AuditEntry } from '#api/audit/records.ts'
import { type Member, TEAM_HOLDER } from '#api/records.ts'
import { DAY } from '#shared/credits/amounts.ts'
import {
  aCharge,
  aCrossing,
  aDecision,
  aLowCrossing,
  aMember,
  anAccount,
  aPartDay,
  aPurchase,
  aTeam,
  CYCLE,
  MARCH,
  plainAccount,
  withMembers,
} from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

onEveryStore('teams and members', ({ store, team: aFreshTeam }) => {
  test('a team is found as it was made, and those that are not there are not', async () => {
    const made = aTeam({ id: 'found', name: 'O\'Neill \\ % _ "快" 🙂', example: true })
    await store().createTeam(made)
    expect(await store().team('found').profile()).toEqual(made)
    expect(await store().team('other').profile()).toBeUndefined()
    expect(await store().teams()).toContainEqual(made)
  })

  test('teams come in the order of their ids, by code point', async () => {
    for (const id of ['b', 'a', 'B', 'a-1']) await store().createTeam(aTeam({ id: `order:${id}` }))
    const ids = (await store().teams()).map((team) => team.id)
    expect(ids.filter((id) => id.startsWith('order:'))).toEqual([
      'order:B',
      'order:a',
      'order:a-1',
      'order:b',
    ])
  })

  test('the same team is not made twice', async () => {
    await store().createTeam(aTeam({ id: 'once' }))
    await expect(store().createTeam(aTeam({ id: 'once', name: 'Other' }))).rejects.toThrow()
    expect(await store().team('once').profile()).toMatchObject({ name: 'Team' })
  })

  test('a team and those who found it are there together, or neither is', async () => {
    const entry: AuditEntry = {
      at: MARCH,
      actor: { kind: 'operator', id: 'operator', name: 'Operator' },
      action: 'team-made',
      object: { id: 'founded', name: 'Team' },
    }
    const ann = aMember('ann', { roles: ['admin', 'billing'] })
    const founding = (founders: Member[]) =>
      store().createTeam(aTeam({ id: 'founded' }), { entry, founders })
    // The second one can't be written.
    await expect(founding([ann, ann])).rejects.toThrow()
    expect(await store().team('founded').profile()).toBeUndefined()
    expect(await store().teams()).not.toContainEqual(expect.objectContaining({ id: 'founded' }))
    await founding([ann])
    const team = store().team('founded')
    expect(await team.members(['ann'])).toEqual([ann])
    expect(await team.audit({ limit: 10 })).toMatchObject([{ seq: 1, action: 'team-made' }])
  })

  test('members are found by id, as they were added, in their own team only', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const ann = aMember('ann', { roles: ['admin', 'billing', 'member'] })
    const bob = aMember('bob', { removedAt: MARCH + 5 })
    await withMembers(team, [ann, bob])
    const found = await team.members(['bob', 'nobody', 'ann'])
    expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([ann, bob])
    expect(await team.members([])).toEqual([])
    expect(await other.members(['ann'])).toEqual([])
  })

  test('a member that is there already is not added again', async () => {
    const { team } = await aFreshTeam()
    await withMembers(team, [aMember('ann')])
    await expect(withMembers(team, [aMember('bob'), aMember('ann')])).rejects.toThrow()
    expect(await team.members(['bob'])).toEqual([])
  })

  test('the first by name that holds a role, whatever its case and accents', async () => {
    const { team } = await aFreshTeam()
    await withMembers(team, [
      aMember('1', { name: 'Zoë', roles: ['billing'] }),
      aMember('2', { name: 'éva', roles: ['billing', 'member'] }),
      aMember('3', { name: 'Aaron', roles: ['billing'], removedAt: MARCH }),
      aMember('4', { name: 'Bea', roles: ['admin'] }),
    ])
    expect((await team.memberWithRole('billing'))?.id).toBe('2')
    expect((await team.memberWithRole('admin'))?.id).toBe('4')
    expect((await team.memberWithRole('member'))?.id).toBe('2')
  })

  test('who left at exactly the instant was not there since', async () => {
    const { team } = await aFreshTeam()
    expect(await team.memberWithRole('admin')).toBeUndefined()
    await withMembers(team, [
      aMember('stays'),
      aMember('left-at', { removedAt: MARCH }),
      aMember('left-after', { removedAt: MARCH + 1 }),
    ])
    expect(await team.countMembers(MARCH)).toBe(2)
    expect(await team.countMembers(MARCH - 1)).toBe(3)
  })
})

onEveryStore('accounts and bonus', ({ team: aFreshTeam }) => {
  test('accounts are replaced by their key and found by it', async () => {
    const { team } = await aFreshTeam()
    const first = anAccount('ann', { used: 1 })
    const unlimited = anAccount('ann', {
      resource: 'flows',
      account: {
        allowance: { kind: 'unlimited' },
        used: { included: 1, bonus: 2, payAsYouGo: 3, uncovered: 4 },
        bought: { blocks: 5, credits: 5_000, micros: 50_000_000 },
      },
      fired: ['warning', 'reached', 'exceeded'],
    })
    const changed = anAccount('ann', { used: 2, fired: ['warning'] })
    await team.write((tx) => tx.saveAccounts([first, unlimited]))
    await team.write((tx) => tx.saveAccounts([changed]))
    const found = await team.accounts([changed, unlimited, anAccount('bob')])
    expect(found.map(plainAccount).toSorted((a) => (a.resource === 'ai' ? -1 : 1))).toEqual([
      plainAccount(changed),
      plainAccount(unlimited),
    ])
    expect(await team.accounts([])).toEqual([])
  })

  test('a key is found whole: none of its parts matches with another', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) =>
      tx.saveAccounts([
        anAccount('a', { cycle: 'one', resource: 'ai' }),
        anAccount('b', { cycle: 'two', resource: 'flows' }),
      ]),
    )
    expect(
      await team.accounts([
        { cycle: 'one', resource: 'flows', holder: 'a' },
        { cycle: 'two', resource: 'flows', holder: 'a' },
      ]),
    ).toEqual([])
  })

  test('the largest amounts come back exactly', async () => {
    const { team } = await aFreshTeam()
    const account = anAccount('', {
      account: {
        allowance: { kind: 'limited', credits: 100_000_000_000 },
        used: { included: 99_999_999_999, bonus: 1, payAsYouGo: 0, uncovered: 0 },
        bought: { blocks: 3, credits: 4, micros: Number.MAX_SAFE_INTEGER },
      },
    })
    await team.write((tx) => tx.saveAccounts([account]))
    expect((await team.accounts([account])).map(plainAccount)).toEqual([plainAccount(account)])
  })

  test('a thousand accounts in one go', async () => {
    const { team } = await aFreshTeam()
    const accounts = Array.from({ length: 1_000 }, (_, n) => anAccount(`m-${n}`, { used: n }))
    await team.write((tx) => tx.saveAccounts(accounts))
    const found = await team.accounts(accounts)
    expect(found).toHaveLength(1_000)
    expect(found.reduce((sum, { account }) => sum + account.used.included, 0)).toBe(499_500)
  })

  test('bonus credits are replaced by their id and belong to one resource', async () => {
    const { team } = await aFreshTeam()
    const pack = { id: 'p', resource: 'assistant', amount: 10, left: 10, start: MARCH } as const
    const timed = { ...pack, id: 'q', expiry: MARCH + 1 }
    await team.write((tx) => tx.saveBonus([pack, timed]))
    await team.write((tx) => tx.saveBonus([{ ...pack, left: 3 }]))
    expect(await team.bonus('assistant')).toEqual([{ ...pack, left: 3 }, timed])
    expect(await team.bonus('flows')).toEqual([])
  })
})

onEveryStore('bonus purchases', ({ team: aFreshTeam }) => {
  test('are found by their key, listed newest first, and never replaced', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const [first, twin, last] = [
      aPurchase('b'),
      aPurchase('a', { pack: 'assistant-5000', credits: 5_000, priceMicros: 40_000_000 }),
      aPurchase('c', { at: MARCH + 1, currency: 'EUR' }),
    ]
    await team.write((tx) => tx.addBonusPurchases([first, twin, last]))
    expect(await team.bonusPurchases()).toEqual([last, twin, first])
    expect(await team.bonusPurchase('b')).toEqual(first)
    expect(await team.bonusPurchase('B')).toBeUndefined()
    expect(await other.bonusPurchases()).toEqual([])
    await expect(
      team.write((tx) => tx.addBonusPurchases([aPurchase('b', { credits: 1 })])),
    ).rejects.toThrow()
    expect(await team.bonusPurchase('b')).toEqual(first)
  })
})

onEveryStore('servers', ({ team: aFreshTeam }) => {
  test('use by day adds up, also within one write, and is found by part and day', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const next = { day: MARCH + DAY, credits: 7 }
    await team.write((tx) => tx.addPartDays([aPartDay('b'), aPartDay('a', next), aPartDay('b')]))
    await team.write((tx) => tx.addPartDays([aPartDay('b'), aPartDay('b', { resource: 'flows' })]))
    const span = { resource: 'assistant', from: MARCH, to: MARCH + 2 * DAY } as const
    const b = aPartDay('b', { credits: 15, charges: 6, ownKey: 3 })
    expect(await team.partDays(span)).toEqual([aPartDay('a', next), b])
    expect(await team.partDays({ ...span, to: MARCH + DAY })).toEqual([b])
    expect(await team.partDays({ ...span, from: MARCH + 1 })).toEqual([aPartDay('a', next)])
    expect(await team.partDays({ ...span, parts: ['b', 'c'] })).toEqual([b])
    expect(await team.partDays({ ...span, parts: [] })).toEqual([])
    expect(await other.partDays(span)).toEqual([])
    expect(await team.knowsPart('assistant', 'a')).toBe(true)
    expect(await team.knowsPart('flows', 'a')).toBe(false)
    expect(await other.knowsPart('assistant', 'a')).toBe(false)
  })

  test('a limit is replaced, and one taken away is none', async () => {
    const { team } = await aFreshTeam()
    const actor = { id: 'ada', name: 'Ada' }
    const [a, b] = [
      { server: 'a', credits: 0, at: MARCH, actor },
      { server: 'b', credits: 9, at: MARCH, actor },
    ]
    await team.write((tx) => tx.saveServerLimit(b))
    await team.write((tx) => tx.saveServerLimit({ ...a, credits: 4 }))
    await team.write((tx) => tx.saveServerLimit(a))
    expect(await team.serverLimits()).toEqual([a, b])
    expect(await team.serverLimit('a')).toEqual(a)
    expect(await team.serverLimit('c')).toBeUndefined()
    await team.write((tx) => tx.saveServerLimit({ ...b, credits: undefined }))
    expect(await team.serverLimits()).toEqual([a])
    expect(await team.serverLimit('b')).toBeUndefined()
  })
})

onEveryStore('low-credit alerts', ({ team: aFreshTeam }) => {
  test('marks are replaced as a whole', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const actor = { id: 'ada', name: 'Ada' }
    const credits = { mark: { kind: 'credits', credits: 7 }, at: MARCH, actor } as const
    const percent = { mark: { kind: 'percent', percent: 7 }, firedIn: CYCLE, at: 5, actor } as const
    await other.write((tx) => tx.setLowAlerts([credits]))
    await team.write((tx) => tx.setLowAlerts([percent, credits]))
    expect(await team.lowAlerts()).toEqual([credits, percent])
    await team.write((tx) => tx.setLowAlerts([percent]))
    expect(await team.lowAlerts()).toEqual([percent])
    await team.write((tx) => tx.setLowAlerts([]))
    expect(await team.lowAlerts()).toEqual([])
    expect(await other.lowAlerts()).toEqual([credits])
  })

  test('those that fired are listed by cycle, the last charge first', async () => {
    const { team } = await aFreshTeam()
    const [first, last] = [aLowCrossing(9), aLowCrossing(10)]
    const elsewhere = aLowCrossing(11, { id: 'x', cycle: '2026-04-01' })
    await team.write((tx) => tx.addLowCrossings([first, last, elsewhere]))
    expect(await team.lowCrossings({ cycle: CYCLE, limit: 9 })).toEqual([last, first])
    expect(await team.lowCrossings({ cycle: CYCLE, limit: 1 })).toEqual([last])
  })
})

onEveryStore('flows', ({ team: aFreshTeam }) => {
  test('a flow is replaced by its id', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const [a, b] = [
      { flow: 'a', deployed: true, at: MARCH },
      { flow: 'b', deployed: false, at: MARCH + 1 },
    ]
    await team.write((tx) => tx.saveFlows([{ ...b, deployed: true }, a]))
    await team.write((tx) => tx.saveFlows([b]))
    expect(await team.flows('all')).toEqual([a, b])
    expect(await team.flows(['b', 'c'])).toEqual([b])
    expect(await team.flows([])).toEqual([])
    expect(await other.flows('all')).toEqual([])
  })

  test('an agent run and its tool are there once, by both and the team', async () => {
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    const [one, two] = [
      { agentRun: 'r', tool: 'x' },
      { agentRun: 'r x', tool: '' },
    ]
    await team.write((tx) => tx.addAgentTools([one]))
    expect(await team.write((tx) => tx.agentTools([one, two]))).toEqual([one])
    expect(await other.write((tx) => tx.agentTools([one]))).toEqual([])
    await expect(team.write((tx) => tx.addAgentTools([one]))).rejects.toThrow()
  })
})

onEveryStore('switches', ({ team: aFreshTeam }) => {
  test('the last decision stands, and the history keeps all', async () => {
    const { team } = await aFreshTeam()
    const on = aDecision(1, { holder: 'ann' })
    const off = aDecision(2, { holder: 'ann', on: false })
    const ofTeam = aDecision(3)
    await team.write((tx) => tx.addSwitches([on]))
    await team.write((tx) => tx.addSwitches([off, ofTeam, aDecision(3, { holder: 'bob' })]))
    const current = await team.switches('ai', ['ann', 'nobody'])
    expect(current.toSorted((a, b) => a.seq - b.seq)).toEqual([off, ofTeam])
    expect(await team.switches('flows', ['ann'])).toEqual([])
    expect(await team.switches('ai', ['ann', 'nobody'], MARCH + 2)).toEqual([on])
    expect(await team.switches('ai', ['ann'], MARCH + 3)).toEqual([off])
    expect(await team.switches('ai', ['ann'], MARCH + 1)).toEqual([])
    const history = { resource: 'ai', from: MARCH + 1, to: MARCH + 2 } as const
    expect(await team.switchHistory({ ...history, holder: 'ann' })).toEqual([on])
    expect(await team.switchHistory({ ...history, holder: 'ann', to: MARCH + 3 })).toEqual([
      on,
      off,
    ])
    expect(await team.switchHistory({ ...history, holder: TEAM_HOLDER, to: MARCH + 9 })).toEqual([
      ofTeam,
    ])
  })

  test('decisions and charges are numbered from 1, without gaps', async () => {
    const { team } = await aFreshTeam()
    const numbers = await team.write(async (tx) => [
      await tx.takeDecisionNumber(),
      await tx.takeDecisionNumber(),
      await tx.takeChargeNumbers(10),
      await tx.takeChargeNumbers(1),
    ])
    expect(numbers).toEqual([1, 2, 1, 11])
    expect(await team.write((tx) => tx.takeChargeNumbers(0))).toBe(12)
    expect(await team.write((tx) => tx.takeChargeNumbers(1))).toBe(12)
  })
})

onEveryStore('alerts', ({ team: aFreshTeam }) => {
  test('crossings come last charge first, of one cycle and holder', async () => {
    const { team } = await aFreshTeam()
    const [one, two, three] = [aCrossing(1), aCrossing(2, { holder: 'bob' }), aCrossing(3)]
    const old = aCrossing(4, { id: 'old', cycle: '2026-02-01' })
    await team.write((tx) => tx.addCrossings([one, three, two, old]))
    expect(await team.crossings({ cycle: CYCLE, limit: 9 })).toEqual([three, two, one])
    expect(await team.crossings({ cycle: CYCLE, limit: 2 })).toEqual([three, two])
    expect(await team.crossings({ cycle: CYCLE, holder: 'ann', limit: 9 })).toEqual([three, one])
    expect(await team.crossings({ cycle: CYCLE, holder: TEAM_HOLDER, limit: 9 })).toEqual([])
    expect(await team.crossing(two.id)).toEqual(two)
    expect(await team.crossing('none')).toBeUndefined()
  })

  test('an alert is dismissed for one viewer, and again not', async () => {
    const { team } = await aFreshTeam()
    const row = { viewer: 'ann', cycle: CYCLE, alert: 'a', dismissed: true, at: MARCH }
    await team.write((tx) => tx.setDismissed(row))
    await team.write((tx) => tx.setDismissed({ ...row, at: MARCH + 1 }))
    await team.write((tx) => tx.setDismissed({ ...row, alert: 'b' }))
    expect(await team.dismissals(row)).toEqual(new Set(['a', 'b']))
    expect(await team.dismissals({ ...row, viewer: 'bob' })).toEqual(new Set())
    await team.write((tx) => tx.setDismissed({ ...row, dismissed: false }))
    expect(await team.dismissals(row)).toEqual(new Set(['b']))
  })
})

onEveryStore('rejections and names', ({ store, team: aFreshTeam }) => {
  test('the same event refused again is the same row', async () => {
    const rejection = {
      hash: 'h1',
      team: '',
      receivedAt: MARCH,
      times: 1,
      reason: 'unknown-team',
      detail: 'no team x',
      path: '$.team',
      event: '{"team":"x"}',
    }
    const again = { ...rejection, receivedAt: MARCH + 5, detail: 'still no team x' }
    await store().saveRejections([rejection])
    await store().saveRejections([again])
    expect(await store().rejections({ limit: 10 })).toEqual([{ ...again, times: 2 }])
    await store().deleteRejections([rejection])
    expect(await store().rejections({ limit: 10 })).toEqual([])
  })

  test('rejections are paged by team and hash', async () => {
    const keys = ['a 1', 'a 2', ' 2', 'b 1', ' 1'].map((key) => key.split(' '))
    const rows = keys.map(([team = '', hash = '']) => ({
      hash,
      team,
      receivedAt: MARCH,
      times: 1,
      reason: 'invalid',
      detail: '',
      path: '$',
      event: '{}',
    }))
    await store().saveRejections(rows)
    const seen: string[] = []
    for (let after: { team: string; hash: string } | undefined; ; ) {
      const page = await store().rejections({ after, limit: 2 })
      seen.push(...page.map(({ team, hash }) => `${team} ${hash}`))
      after = page.at(-1)
      if (!after) break
    }
    expect(seen).toEqual([' 1', ' 2', 'a 1', 'a 2', 'b 1'])
    await store().deleteRejections(rows)
  })

  test('a part has the last name it was given', async () => {
    const { team } = await aFreshTeam()
    const name = (part: string, text: string) =>
      team.write((tx) => tx.savePartNames([{ resource: 'flows', part, name: text }]))
    await name('f1', 'One')
    await name('f2', 'Two')
    await name('f1', 'Uno')
    expect(await team.partNames('flows', ['f1', 'f3', 'f2'])).toEqual(
      new Map([
        ['f1', 'Uno'],
        ['f2', 'Two'],
      ]),
    )
    expect(await team.partNames('assistant', ['f1'])).toEqual(new Map())
  })

  test('a known event is found by source and id, both exact', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) =>
      tx.addCharges([
        aCharge(1, { source: 'a', eventId: 'b', event: '{"x":1}' }),
        aCharge(2, { source: 'a', eventId: 'B' }),
      ]),
    )
    const events = [
      { source: 'A', eventId: 'b', event: '{"x":1}' },
      { source: 'a', eventId: 'b', event: '{"x":1}' },
      { source: 'b', eventId: 'a', event: '{"x":1}' },
      { source: 'a', eventId: 'b', event: '{"x":2}' },
    ]
    expect(await team.write((tx) => tx.chargesOf(events))).toEqual([
      undefined,
      { charge: 1, isSame: true },
      undefined,
      { charge: 1, isSame: false },
    ])
  })

  test('no event is charged twice, and the batch that tries changes nothing', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) => tx.addCharges([aCharge(1)]))
    const again = aCharge(3, { eventId: 'event-1' })
    await expect(team.write((tx) => tx.addCharges([aCharge(2), again]))).rejects.toThrow()
    const page = { resource: 'flows', from: MARCH, to: MARCH + 100, limit: 10 } as const
    expect((await team.chargePage(page)).rows.map(({ charge }) => charge)).toEqual([1])
  })
})
