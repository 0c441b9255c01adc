import { expect, test } from 'vitest'
import type { Embed } from '#api/embedding/records.ts'
import type { Invitation, KeyRecord, Rejection } from '#api/records.ts'
import { tidy } from '#server/jobs/tidying.ts'
import { keptSince } from '#shared/credits/retention.ts'
import { NOW } from '#test/support/team.ts'
import { MARCH } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

const ACTOR = { kind: 'person', id: 'ada', name: 'Ada' } as const
const LATER = MARCH + 1_000

function anInvitation(id: string, given: Partial<Invitation>): Invitation {
  const made = {
    id,
    email: `${id}@example.com`,
    roles: ['member'],
    hash: id,
    actor: ACTOR,
  } as const
  return { ...made, createdAt: 0, expiresAt: LATER, ...given }
}

function aKey(id: string, given: Partial<KeyRecord>): KeyRecord {
  const made = {
    id,
    hash: id,
    hint: id,
    kind: 'service',
    name: id,
    scopes: [],
    actor: ACTOR,
  } as const
  return { ...made, teams: [], createdAt: 0, ...given }
}

function anEmbed(hash: string, expiresAt: number): Embed {
  const made = { kind: 'session', hash, member: 'ada', by: ACTOR, path: '/' } as const
  return { ...made, createdAt: 0, expiresAt }
}

function aRejection(team: string, hash: string, receivedAt: number): Rejection {
  const why = { reason: 'invalid', detail: '', path: '$' }
  return { team, hash, receivedAt, times: 1, ...why, event: '{}' }
}

onEveryStore('what was refused long ago', ({ store, team }) => {
  const round = () =>
    tidy({
      store: store(),
      signIn: undefined,
      now: () => NOW,
      report: (error) => expect(error).toBeUndefined(),
    })
  const kept = async () =>
    (await store().rejections({ limit: 10_000 })).map((row) => `${row.team} ${row.hash}`)

  test('is kept for two years, of a team with a time of its own for that', async () => {
    const [usual, short, long] = [await team(), await team(), await team()]
    await short.team.write((tx) => tx.setRetention(3))
    await long.team.write((tx) => tx.setRetention(36))
    const months = { a: 2, b: 3, c: 4, d: 24, e: 25, f: 36, g: 37 }
    const rows = ['', usual.id, short.id, long.id].flatMap((id) =>
      // A second more than so many months ago.
      Object.entries(months).map(([hash, ago]) =>
        aRejection(id, hash, keptSince({ months: ago, asOf: NOW }) - 1_000),
      ),
    )
    await store().saveRejections(rows)
    expect(await round()).toBe(4 + 4 + 6 + 2)
    const left = { '': 'abc', [usual.id]: 'abc', [short.id]: 'a', [long.id]: 'abcde' }
    const expected = Object.entries(left).flatMap(([id, hashes]) =>
      [...hashes].map((hash) => `${id} ${hash}`),
    )
    expect((await kept()).toSorted()).toEqual(expected.toSorted())
    expect(await round()).toBe(0)
    await store().deleteRejections(rows)
  })

  test('is taken away in parts, until nothing is left', async () => {
    const { id } = await team()
    const rows = Array.from({ length: 1_201 }, (_, n) => aRejection(id, `h${n}`, n))
    await store().saveRejections([...rows, aRejection(id, 'new', NOW)])
    expect([await round(), await round(), await round(), await round()]).toEqual([500, 500, 201, 0])
    expect(await kept()).toEqual([`${id} new`])
    await store().deleteRejections([{ team: id, hash: 'new' }])
  })

  test('stays where it was refused again since', async () => {
    const { id } = await team()
    const [old, again] = [aRejection(id, 'h', 1), aRejection(id, 'h', NOW)]
    await store().saveRejections([old])
    await store().saveRejections([again])
    expect(await round()).toBe(0)
    expect(await kept()).toEqual([`${id} h`])
    await store().deleteRejections([old])
  })
})

onEveryStore('what is over', ({ store, team }) => {
  test('is taken away, in parts, with its team alone; what is not stays', async () => {
    const [one, other] = [await team(), await team()]
    for (const { id, team: each } of [one, other]) {
      await each.write(async (tx) => {
        for (const over of ['a', 'b', 'c']) {
          await tx.saveInvitation(anInvitation(`${over}-${id}`, { endedAt: MARCH - 1 }))
          await tx.saveKey(aKey(`${over}-${id}`, { expiresAt: MARCH - 1, teams: [id] }))
        }
        await tx.saveInvitation(anInvitation(`late-${id}`, { expiresAt: MARCH - 1 }))
        await tx.saveInvitation(anInvitation(`open-${id}`, {}))
        await tx.saveInvitation(anInvitation(`just-${id}`, { endedAt: MARCH }))
        await tx.saveKey(aKey(`works-${id}`, { teams: [id] }))
        await tx.saveKey(aKey(`soon-${id}`, { expiresAt: MARCH, teams: [id] }))
      })
    }
    const asked = { endedBefore: MARCH, limit: 1_000 }
    expect(await store().teamsToTidy(asked)).toEqual(expect.arrayContaining([one.id, other.id]))
    expect(await store().teamsToTidy({ ...asked, limit: 1 })).toHaveLength(1)
    const counts = []
    for (let round = 0; round < 4; round++) {
      counts.push(await one.team.write((tx) => tx.tidy({ endedBefore: MARCH, limit: 2 })))
    }
    expect(counts).toEqual([4, 3, 0, 0])
    const left = await store().teamsToTidy(asked)
    expect([left.includes(one.id), left.includes(other.id)]).toEqual([false, true])
    expect((await other.team.keys()).length).toBe(5)
    const keys = (await one.team.keys()).map(({ id }) => id)
    expect(keys.toSorted()).toEqual([`soon-${one.id}`, `works-${one.id}`])
    const invitations = (await one.team.invitations()).map(({ id }) => id)
    expect(invitations).toEqual([`open-${one.id}`])
    // What ended a moment too late is there as well, though it is listed nowhere.
    expect(await one.team.write((tx) => tx.tidy({ endedBefore: LATER + 1, limit: 9 }))).toBe(3)
  })

  test('embedded dashboards that are over go with their team’s', async () => {
    const [one, other] = [await team(), await team()]
    for (const { team: each } of [one, other]) {
      await each.write(async (tx) => {
        await tx.addEmbed(anEmbed('over', MARCH - 1))
        await tx.addEmbed(anEmbed('just', MARCH))
      })
    }
    const asked = { endedBefore: MARCH, limit: 1_000 }
    expect(await store().teamsToTidy(asked)).toEqual(expect.arrayContaining([one.id, other.id]))
    expect(await one.team.write((tx) => tx.tidy(asked))).toBe(1)
    expect(await store().teamsToTidy(asked)).not.toContain(one.id)
    const left = await Promise.all([one, other].map(({ team: each }) => each.embed('over')))
    expect(left.map((embed) => embed !== undefined)).toEqual([false, true])
    expect(await one.team.embedsOf({ member: 'ada', kind: 'session' })).toHaveLength(1)
  })

  test('is still there where the transaction fails', async () => {
    const { team: one } = await team()
    const over = anInvitation('over', { endedAt: MARCH - 1 })
    await one.write((tx) => tx.saveInvitation(over))
    const asked = { endedBefore: MARCH, limit: 10 }
    const failing = one.write(async (tx) => {
      await tx.tidy(asked)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await one.write((tx) => tx.tidy(asked))).toBe(1)
  })
})
