import { beforeEach, describe, expect, it } from 'vitest'
import { readDue } from '#api/connections/read-due.ts'
import type { ConnectBody } from '#shared/contract/connection.ts'
import { HOUR, MINUTE, SECOND } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { flowly, postman } from '#test/support/scripted-accounts.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const KEY = 'PMAK-0123456789abcdef-planted'

/** What connected accounts promise, whatever they are stored in and asked through. */
export function describeConnections(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`connected accounts over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    describeConnecting(() => host)
    describeCounting(() => host)
    describeFailing(() => host)
    describePeople(() => host)
  })
}

async function connect(api: ApiHost, body: Partial<ConnectBody> = {}, as = 'admin') {
  const given = { provider: 'postman', key: KEY, ...body }
  return (await api.call('connect', { params: TEAM, body: given, as })).connection
}

async function connections(api: ApiHost, as = 'admin') {
  return (await api.call('connections', { params: TEAM, as })).connections
}

/** The job's round, some time after `NOW`. */
async function readAt(api: ApiHost, at: number) {
  api.setNow(at)
  const { store, accounts } = api
  const reader = { store, connector: accounts.connector, catalog: DEFAULT_CATALOG, now: () => at }
  const failures: unknown[] = []
  const count = await readDue(reader, (error) => failures.push(error))
  expect(failures).toEqual([])
  return count
}

/** The subjects of what somebody was told. */
async function told(api: ApiHost, as: string) {
  const { messages } = await api.call('inbox', { params: TEAM, as })
  return messages.map(({ subject }) => subject)
}

async function used(api: ApiHost, resource: Resource) {
  const { usage } = await api.call('resource', { params: { ...TEAM, resource } })
  return usage.standing.used
}

function describeConnecting(api: () => ApiHost): void {
  describe('connecting', () => {
    it('reads the account at once, and counts nothing of what was used before', async () => {
      api().accounts.answer(postman({ flow_requests: 1_852, mock_usage: 3 }))
      const connection = await connect(api())
      expect(connection).toEqual({
        id: connection.id,
        provider: 'postman',
        keyEnd: 'nted',
        since: NOW,
        by: 'Ada Admin',
        isReading: false,
        nextAt: NOW + HOUR,
        figures: {
          at: NOW,
          rows: [
            {
              name: 'flow_requests',
              counts: { resource: 'flows', label: 'Flows credits' },
              usage: 1_852,
              overage: 0,
              limit: { kind: 'limited', credits: 1_000 },
            },
            {
              name: 'mock_usage',
              usage: 3,
              overage: 0,
              limit: { kind: 'limited', credits: 1_000 },
            },
          ],
        },
        readings: [{ seq: 1, at: NOW, unreadable: 0, counted: [] }],
      })
      expect(await connections(api())).toEqual([connection])
      expect(await used(api(), 'flows')).toBe(0)
      expect(api().accounts.asked).toEqual([{ provider: 'postman', key: KEY }])
    })

    it('a key that is not taken is refused, and nothing is kept', async () => {
      api().accounts.answer({ kind: 'failed', failure: 'refused-key' })
      const refused = await api().refusal('connect', {
        params: TEAM,
        body: { provider: 'postman', key: KEY },
      })
      expect(refused).toMatchObject({ status: 409, code: 'key-refused' })
      expect(await api().store.team('acme').connections()).toEqual([])
    })

    it('nor is one that is told of no use, as a guest’s', async () => {
      api().accounts.answer({ kind: 'answered', body: { user: {} } })
      const body = { provider: 'postman', key: KEY }
      const { code, detail } = await api().refusal('connect', { params: TEAM, body })
      expect([code, detail]).toEqual([
        'key-refused',
        'Postman tells this key of no use: keys of guests and partners are told of none. Nothing was kept.',
      ])
      expect(await connections(api())).toEqual([])
    })

    it('an account that can’t be reached is kept and read again a minute later', async () => {
      api().accounts.answer({ kind: 'failed', failure: 'unreachable' })
      const connection = await connect(api())
      expect(connection).toMatchObject({ failingSince: NOW, nextAt: NOW + MINUTE })
      expect(connection.figures).toBeUndefined()
      api().accounts.answer(postman({ flow_requests: 7 }))
      expect(await readAt(api(), NOW + MINUTE)).toBe(1)
      const [later] = await connections(api())
      expect(later?.failingSince).toBeUndefined()
      expect(later?.figures?.at).toBe(NOW + MINUTE)
      expect(later?.readings.map(({ failure }) => failure)).toEqual([undefined, 'unreachable'])
      expect(await used(api(), 'flows')).toBe(0)
    })

    it('takes one account of each provider, also where two come at once', async () => {
      const asks = [1, 2, 3].map((n) =>
        connect(api(), { key: `${KEY}-${n}` }).then(
          () => 'connected',
          () => 'refused',
        ),
      )
      expect((await Promise.all(asks)).sort()).toEqual(['connected', 'refused', 'refused'])
      api().accounts.answer(flowly({ plan: 1 }))
      await connect(api(), { provider: 'flowly' })
      expect(await connections(api())).toHaveLength(2)
    })

    it.each([
      ['too short', 'short'],
      ['with a line break', `${KEY}\r\nx-evil: 1`],
      ['with a space', `${KEY} `],
      ['outside ASCII', `${KEY}é`],
      ['too long', 'k'.repeat(513)],
      ['no text', 5],
    ])('refuses a key %s', async (_name, key) => {
      const body = { provider: 'postman', key }
      const refused = await api().refusal('connect', { params: TEAM, body })
      expect(refused).toMatchObject({ status: 400, code: 'invalid-request' })
      expect(api().accounts.asked).toEqual([])
    })

    it('refuses an address, or a provider of its own', async () => {
      const bodies = [
        { provider: 'postman', key: KEY, url: 'http://169.254.169.254/' },
        { provider: 'other', key: KEY },
        { provider: 'postman', key: KEY, member: 'nobody' },
      ]
      const codes: string[] = []
      for (const body of bodies) {
        codes.push((await api().refusal('connect', { params: TEAM, body })).code)
      }
      expect(codes).toEqual(['invalid-request', 'invalid-request', 'unknown-member'])
    })
  })
}

function describeCounting(api: () => ApiHost): void {
  describe('what is read later', () => {
    it('is usage by the difference, in the ledger like any other', async () => {
      api().accounts.answer(postman({ flow_requests: 10, api_usage: 100 }))
      await connect(api())
      api().accounts.answer(postman({ flow_requests: 22.5, api_usage: 130 }))
      expect(await readAt(api(), NOW + HOUR)).toBe(1)
      expect(await used(api(), 'flows')).toBe(12)
      expect(await used(api(), 'api-calls')).toBe(30)
      const [connection] = await connections(api())
      expect(connection?.readings[0]).toEqual({
        seq: 2,
        at: NOW + HOUR,
        unreadable: 0,
        counted: [
          {
            name: 'flow_requests',
            label: 'Flows credits',
            resource: 'flows',
            credits: 12,
            outcome: 'booked',
          },
          {
            name: 'api_usage',
            label: 'API calls',
            resource: 'api-calls',
            credits: 30,
            outcome: 'booked',
          },
        ],
      })
      const params = { ...TEAM, resource: 'flows' as const }
      const { charges } = await api().call('charges', { params })
      expect(charges.map(({ explanation }) => explanation)).toEqual([
        'flow_requests as Postman reported it = 12',
      ])
      const { breakdowns } = await api().call('resource', { params })
      expect(breakdowns.kinds.rows.map(({ label }) => label)).toEqual(['Reported by Postman'])
    })

    it('after a new cycle over there counts from zero', async () => {
      api().accounts.answer(flowly({ plan: 400, bonus: 10 }))
      await connect(api(), { provider: 'flowly' })
      const december = { start: '2026-12-01', end: '2027-01-01' }
      api().accounts.answer(flowly({ plan: 401, bonus: 12 }, december))
      await readAt(api(), NOW + HOUR)
      expect(await used(api(), 'assistant')).toBe(403)
    })

    it('burns down what the plan gives, and warns as all use does', async () => {
      api().accounts.answer(postman({ flow_requests: 0 }))
      await connect(api())
      api().accounts.answer(postman({ flow_requests: 80 }))
      await readAt(api(), NOW + HOUR)
      const { alerts } = await api().call('alerts', { params: TEAM })
      expect(alerts.map(({ resource, threshold }) => [resource, threshold])).toEqual([
        ['flows', 'warning'],
      ])
    })

    it('is the named member’s, where each has an allowance', async () => {
      api().accounts.answer(postman({ ai_millicredits: 5 }))
      const { member } = await connect(api(), { member: 'cara' })
      expect(member).toEqual({ id: 'cara', name: 'Cara Ćosić' })
      api().accounts.answer(postman({ ai_millicredits: 25 }))
      await readAt(api(), NOW + HOUR)
      const params = { ...TEAM, resource: 'ai' as const }
      const { members } = await api().call('members', { params, query: { search: 'cara' } })
      expect(members.map(({ balance }) => balance.kind === 'own' && balance.standing.used)).toEqual(
        [20],
      )
    })

    it('is not taken from anybody where none is named, and says so', async () => {
      api().accounts.answer(postman({ ai_millicredits: 5 }))
      await connect(api())
      api().accounts.answer(postman({ ai_millicredits: 25 }))
      await readAt(api(), NOW + HOUR)
      expect(await used(api(), 'ai')).toBe(0)
      const [connection] = await connections(api())
      expect(connection?.readings[0]?.counted).toMatchObject([
        { credits: 20, outcome: 'needs-member' },
      ])
      expect(await api().store.rejections({ limit: 10 })).toEqual([])
    })

    it('is the team’s where the plan pools', async () => {
      await api().call('changePlan', { params: TEAM, body: { plan: 'enterprise' } })
      api().accounts.answer(postman({ ai_millicredits: 5 }))
      await connect(api())
      api().accounts.answer(postman({ ai_millicredits: 25 }))
      await readAt(api(), NOW + HOUR)
      expect(await used(api(), 'ai')).toBe(20)
    })

    it('refused by the ledger it says why, and an operator can send it again', async () => {
      api().accounts.answer(postman({ flow_requests: 0 }))
      await connect(api())
      api().accounts.answer(postman({ flow_requests: 2_000_000_000 }))
      await readAt(api(), NOW + HOUR)
      const [connection] = await connections(api())
      expect(connection?.readings[0]?.counted).toMatchObject([{ outcome: 'refused' }])
      expect(await api().store.rejections({ limit: 10 })).toMatchObject([{ reason: 'invalid' }])
    })

    it('is not read before it is due, and by one worker of many', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      await connect(api())
      expect(await readAt(api(), NOW + HOUR - 1)).toBe(0)
      api().accounts.answer(postman({ flow_requests: 30 }))
      const counts = await Promise.all([1, 2, 3, 4].map(() => readAt(api(), NOW + HOUR)))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
      expect(await used(api(), 'flows')).toBe(20)
      const [connection] = await connections(api())
      expect(connection?.readings).toHaveLength(2)
    })
  })
}

function describeFailing(api: () => ApiHost): void {
  describe('a reading that fails', () => {
    it('is kept with its cause, and the figures before it stay', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      await connect(api())
      api().accounts.answer({ kind: 'failed', failure: 'unavailable' })
      await readAt(api(), NOW + HOUR)
      await readAt(api(), NOW + HOUR + MINUTE)
      const [connection] = await connections(api())
      expect(connection).toMatchObject({
        failingSince: NOW + HOUR,
        nextAt: NOW + HOUR + 6 * MINUTE,
        figures: { at: NOW },
      })
      expect(connection?.readings.map(({ failure }) => failure)).toEqual([
        'unavailable',
        'unavailable',
        undefined,
      ])
      api().accounts.answer(postman({ flow_requests: 15 }))
      await readAt(api(), NOW + HOUR + 6 * MINUTE)
      expect(await used(api(), 'flows')).toBe(5)
    })

    it.each([
      ['misshapen', { kind: 'answered', body: { operations: 'none' } }],
      ['no-figures', { kind: 'answered', body: { user: {} } }],
      ['refused-key', { kind: 'failed', failure: 'refused-key' }],
      ['too-large', { kind: 'failed', failure: 'too-large' }],
    ] as const)('as %s says so', async (failure, answer) => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      await connect(api())
      api().accounts.answer(answer)
      await readAt(api(), NOW + HOUR)
      const [connection] = await connections(api())
      expect(connection?.readings[0]).toMatchObject({ failure, counted: [] })
    })

    it('waits as long as the provider asks for, also when people ask', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const { id } = await connect(api())
      api().accounts.answer({ kind: 'failed', failure: 'rate-limited', patience: 10 * MINUTE })
      await readAt(api(), NOW + HOUR)
      expect(await readAt(api(), NOW + HOUR + 9 * MINUTE)).toBe(0)
      const params = { ...TEAM, connection: id }
      expect(await api().refusal('readNow', { params, body: {} })).toMatchObject({
        status: 429,
        code: 'too-soon',
        detail:
          'The account at Postman was just read, or Postman asked for patience. Ask again in 60 seconds.',
      })
      expect(await readAt(api(), NOW + HOUR + 10 * MINUTE)).toBe(1)
    })

    it('that lasts is told to Admin and Billing, once, and again of the next', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      await connect(api())
      api().accounts.answer({ kind: 'failed', failure: 'unavailable' })
      const hours = [1, 2, 3, 6, 7, 11, 15]
      const counts: number[] = []
      for (const hour of hours) {
        await readAt(api(), NOW + hour * HOUR)
        counts.push((await told(api(), 'billing')).length)
      }
      expect(counts).toEqual([0, 0, 0, 0, 1, 1, 1])
      expect(await told(api(), 'admin')).toEqual(['The Postman account of Acme can’t be read'])
      expect(await told(api(), 'member')).toEqual([])
      api().accounts.answer(postman({ flow_requests: 11 }))
      await readAt(api(), NOW + 19 * HOUR)
      api().accounts.answer({ kind: 'failed', failure: 'refused-key' })
      await readAt(api(), NOW + 20 * HOUR)
      expect(await told(api(), 'billing')).toHaveLength(2)
      const { messages } = await api().call('inbox', { params: TEAM, as: 'billing' })
      expect(messages[0]).toMatchObject({
        path: '/flows',
        lines: [
          'Postman does not take the key any more: connect the account with another one.',
          expect.stringMatching(
            /^Reading it has failed since .+ is missing from the figures here\.$/,
          ),
        ],
      })
    })

    it('leaves out a figure that is not as documented, and counts the others', async () => {
      api().accounts.answer(postman({ flow_requests: 1, api_usage: 1 }))
      await connect(api())
      const operations = [
        { name: 'flow_requests', usage: 'many' },
        { name: 'api_usage', usage: 9 },
      ]
      api().accounts.answer({ kind: 'answered', body: { user: {}, operations } })
      await readAt(api(), NOW + HOUR)
      const [connection] = await connections(api())
      expect(connection?.readings[0]).toMatchObject({
        unreadable: 1,
        counted: [{ name: 'api_usage', credits: 8 }],
      })
    })
  })
}

function describePeople(api: () => ApiHost): void {
  describe('people', () => {
    it('can have it read at once, but not again within ten seconds', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const { id } = await connect(api())
      const params = { ...TEAM, connection: id }
      api().setNow(NOW + 9 * SECOND)
      expect((await api().refusal('readNow', { params, body: {} })).code).toBe('too-soon')
      api().setNow(NOW + 10 * SECOND)
      api().accounts.answer(postman({ flow_requests: 14 }))
      const { connection } = await api().call('readNow', { params, body: {}, as: 'billing' })
      expect(connection.readings[0]?.counted).toMatchObject([{ credits: 4, outcome: 'booked' }])
      expect(connection.nextAt).toBe(NOW + 10 * SECOND + HOUR)
      expect(await used(api(), 'flows')).toBe(4)
    })

    it('disconnect it: the key is gone, what was counted stays, and it can be connected anew', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const { id } = await connect(api())
      api().accounts.answer(postman({ flow_requests: 14 }))
      await readAt(api(), NOW + HOUR)
      const params = { ...TEAM, connection: id }
      expect((await api().call('disconnect', { params })).connections).toEqual([])
      const [kept] = await api().store.team('acme').connections()
      expect(kept?.sealedKey).toBeUndefined()
      expect(await readAt(api(), NOW + 9 * HOUR)).toBe(0)
      expect(await used(api(), 'flows')).toBe(4)
      expect((await api().refusal('readNow', { params, body: {} })).code).toBe('unknown-connection')
      api().accounts.answer(postman({ flow_requests: 50 }))
      await connect(api())
      expect(await used(api(), 'flows')).toBe(4)
    })

    it('disconnected while it is read, nothing of that is written', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const { id } = await connect(api())
      api().accounts.answer(async () => {
        await api().call('disconnect', { params: { ...TEAM, connection: id } })
        return postman({ flow_requests: 99 })
      })
      expect(await readAt(api(), NOW + HOUR)).toBe(1)
      expect(await used(api(), 'flows')).toBe(0)
      const store = api().store.team('acme')
      expect(await store.readings({ connection: id, limit: 9 })).toHaveLength(1)
      expect((await store.connections())[0]?.dueAt).toBeUndefined()
    })

    it('without Admin or Billing neither see nor change it', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const { id } = await connect(api(), {}, 'billing')
      const params = { ...TEAM, connection: id }
      const as = 'member'
      const body = { provider: 'flowly', key: KEY }
      const codes = [
        await api().refusal('connections', { params: TEAM, as }),
        await api().refusal('connect', { params: TEAM, body, as }),
        await api().refusal('readNow', { params, body: {}, as }),
        await api().refusal('disconnect', { params, as }),
      ].map(({ code, detail }) => [code, detail])
      const no = ['forbidden', 'Only an Admin or a Billing admin of the team can do this.']
      expect(codes).toEqual([no, no, no, no])
    })

    it('never see the key again, nor does anything that is kept hold it', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      const connection = await connect(api())
      api().accounts.answer(postman({ flow_requests: 14 }))
      await readAt(api(), NOW + HOUR)
      const team = api().store.team('acme')
      const seen = [
        connection,
        await connections(api()),
        await api().call('charges', { params: { ...TEAM, resource: 'flows' } }),
        await team.connections(),
        await team.readings({ connection: connection.id, limit: 99 }),
        api().failures,
      ]
      expect(JSON.stringify(seen)).not.toContain(KEY.slice(0, -4))
      expect(JSON.stringify(seen)).toContain('nted')
    })

    it('moved to another row, a sealed key does not open: it is told, and nothing is sent', async () => {
      api().accounts.answer(postman({ flow_requests: 10 }))
      await connect(api())
      const team = api().store.team('acme')
      const [row] = await team.connections()
      if (!row) throw new Error('no connection')
      await team.write((tx) => tx.saveConnections([{ ...row, id: 'account-moved' }]))
      const before = api().accounts.asked.length
      await readAt(api(), NOW + HOUR)
      expect(api().accounts.asked.length).toBe(before + 1)
      const moved = (await connections(api())).find(({ id }) => id === 'account-moved')
      expect(moved?.readings[0]?.failure).toBe('locked')
    })
  })
}
