import { beforeEach, describe, expect, it } from 'vitest'
import { makeKey } from '#api/keys/key-text.ts'
import type { Params } from '#shared/contract/routes.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { type ApiHost, jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { ACME, addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const USAGE = '/api/v1/teams/acme/usage'
const RUN = { team: 'acme', run: 'r1', resource: 'flows', estimate: 5 }

/** What keys promise, whatever they are stored in and whatever the API is asked through. */
export function describeKeys(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`keys over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
      await api.store.createTeam({ ...ACME, id: 'beta', name: 'Beta' })
    })

    const make = (body: object = {}) =>
      api.call('createServiceKey', {
        params: TEAM,
        body: { name: 'Runner', scopes: ['events', 'runs'], source: '/flows/', ...body },
      })
    const bearing = (secret: string, init: RequestInit = {}): RequestInit => ({
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${secret}` },
    })
    const send = async (secret: string, event: object) => {
      const response = await api.fetch('/api/v1/events', bearing(secret, jsonInit('POST', event)))
      return { status: response.status, ...(await response.json()) }
    }
    const event = (id: string, given: object = {}) => ({
      ...flowsEvent({ id, time: new Date(NOW).toISOString() }, { item: 'flow-run' }),
      source: '/flows/runner',
      ...given,
    })
    const admit = (secret: string, body: object = RUN) =>
      api.fetch('/api/v1/runs', bearing(secret, jsonInit('POST', body)))
    const end = (key: Params<'endServiceKey'>['key']) =>
      api.call('endServiceKey', { params: { ...TEAM, key } })

    it('a key sends events and asks for runs of its team', async () => {
      const { secret } = await make()
      expect(await send(secret, event('e1'))).toMatchObject({ status: 200, accepted: 1 })
      expect((await admit(secret)).status).toBe(200)
    })

    it('is shown once; after that only how it begins', async () => {
      const { id, secret } = await make()
      expect(secret).toMatch(/^hrs_[0-9a-f]{16}_[\w-]{43}$/)
      const { keys } = await api.call('serviceKeys', { params: TEAM })
      expect(keys).toEqual([
        {
          id,
          name: 'Runner',
          hint: `${secret.slice(0, 12)}…`,
          scopes: ['events', 'runs'],
          source: '/flows/',
          createdAt: NOW,
          createdBy: 'Ada Admin',
        },
      ])
      const [kept] = await api.store.team('acme').keys()
      expect(JSON.stringify(kept)).not.toContain(secret.slice(-20))
    })

    it('does what its scopes say, and nothing else', async () => {
      const { secret } = await make({ scopes: ['runs'], source: undefined })
      expect(await send(secret, event('e1'))).toMatchObject({ status: 403, code: 'forbidden' })
      const plan = bearing(secret, jsonInit('PUT', { plan: 'enterprise' }))
      expect((await api.fetch('/api/v1/teams/acme/plan', plan)).status).toBe(403)
      expect((await api.fetch(USAGE, bearing(secret))).status).toBe(403)
    })

    it('a team that it is not for is not there', async () => {
      const { secret } = await make()
      expect((await admit(secret, { ...RUN, team: 'beta' })).status).toBe(404)
      const sent = await send(secret, event('e1', { team: 'beta' }))
      const made = await send(secret, event('e1', { team: 'none' }))
      expect(sent.results[0]).toMatchObject({ outcome: 'rejected', reason: 'unknown-team' })
      expect(made.results[0].reason).toBe(sent.results[0].reason)
    })

    it('can’t send an event’s id first under a source of others', async () => {
      const { secret } = await make({ source: '/agents/' })
      const stolen = await send(secret, event('e1'))
      expect(stolen.results[0]).toMatchObject({ reason: 'foreign-source', path: '$.source' })
      const { secret: own } = await make()
      expect(await send(own, event('e1'))).toMatchObject({ accepted: 1 })
    })

    it('leaves nothing with a team that it is not for, whatever it sends', async () => {
      const { secret } = await make()
      const kept = { team: 'beta', source: '/flows/runner', id: 'x' }
      await send(secret, event('e1', { team: 'beta' }))
      await send(secret, kept)
      await send(secret, event('e2', { source: '/agents/a' }))
      const rows = await api.store.rejections({ limit: 10 })
      expect(rows.map(({ team, reason }) => [team, reason]).toSorted()).toEqual([
        ['', 'foreign-team'],
        ['', 'foreign-team'],
        ['acme', 'foreign-source'],
      ])
    })

    it('hides nothing that others had refused: the same text of theirs is a row of its own', async () => {
      const beta = { team: 'beta', id: 'x' }
      await api.send([beta])
      const { secret } = await make()
      await send(secret, beta)
      const rows = await api.store.rejections({ limit: 10 })
      expect(rows.map(({ team, reason }) => [team, reason]).toSorted()).toEqual([
        ['', 'foreign-team'],
        ['beta', 'invalid'],
      ])
    })

    it.each([
      ['of nobody', (secret: string) => `${secret.slice(0, -43)}${'A'.repeat(43)}`],
      ['cut short', (secret: string) => secret.slice(0, -1)],
      ['of the other kind', (secret: string) => secret.replace('hrs', 'hrp')],
      ['empty', () => ''],
    ])('a key %s is not known', async (_, forge) => {
      const { secret } = await make()
      expect(await send(forge(secret), event('e1'))).toMatchObject({
        status: 401,
        code: 'unknown-key',
      })
    })

    it('is unknown from the moment that it is revoked', async () => {
      const { id, secret } = await make()
      await end(id)
      expect(await send(secret, event('e1'))).toMatchObject({ status: 401 })
      expect(await api.call('serviceKeys', { params: TEAM })).toMatchObject({ keys: [] })
      const again = await api.refusal('endServiceKey', { params: { ...TEAM, key: id } })
      expect(again.code).toBe('no-such-key')
    })

    it('works until its day, and not a moment longer', async () => {
      const { secret } = await make({ expiresInDays: 2 })
      api.setNow(NOW + 2 * DAY - 1)
      expect(await send(secret, event('e1'))).toMatchObject({ accepted: 1 })
      api.setNow(NOW + 2 * DAY)
      expect(await send(secret, event('e2'))).toMatchObject({ status: 401 })
    })

    it('a new key takes an old one’s place, which works on for the overlap', async () => {
      const { id, secret: old } = await make()
      const params = { ...TEAM, key: id }
      const { secret } = await api.call('rotateServiceKey', { params, body: { overlapHours: 3 } })
      api.setNow(NOW + 3 * HOUR - 1)
      expect(await send(old, event('e1'))).toMatchObject({ accepted: 1 })
      expect(await send(secret, event('e2'))).toMatchObject({ accepted: 1 })
      api.setNow(NOW + 3 * HOUR)
      expect(await send(old, event('e3'))).toMatchObject({ status: 401 })
      expect(await send(secret, event('e4'))).toMatchObject({ accepted: 1 })
    })

    describe('one that was replaced', () => {
      const rotate = (key: string, overlapHours = 3) => ({
        params: { ...TEAM, key },
        body: { overlapHours },
      })
      const replaced = { status: 409, code: 'key-replaced' }
      const EXPIRY = { expiresInDays: 30 }

      it('is not replaced again: the newest is, and works as long as the first would have', async () => {
        const first = await make(EXPIRY)
        const second = await api.call('rotateServiceKey', rotate(first.id))
        const refused = await api.refusal('rotateServiceKey', rotate(first.id))
        expect(refused).toMatchObject(replaced)
        expect(refused.detail).toContain(`The key ${second.secret.slice(0, 12)}… took its place.`)
        // Whoever lost the second one replaces that, at once.
        const third = await api.call('rotateServiceKey', rotate(second.id, 0))
        expect(await api.refusal('rotateServiceKey', rotate(first.id))).toMatchObject(replaced)
        expect(await api.call('serviceKeys', { params: TEAM })).toMatchObject({
          keys: expect.arrayContaining([
            expect.objectContaining({ id: first.id, replacedBy: third.id }),
            expect.not.objectContaining({ replacedBy: expect.anything() }),
          ]),
        })
        api.setNow(NOW + 30 * DAY - 1)
        expect(await send(third.secret, event('e1'))).toMatchObject({ accepted: 1 })
        expect(await send(first.secret, event('e2'))).toMatchObject({ status: 401 })
        api.setNow(NOW + 30 * DAY)
        expect(await send(third.secret, event('e3'))).toMatchObject({ status: 401 })
      })

      it.each([
        ['as long as it would have', EXPIRY, NOW + 30 * DAY],
        ['without end, as it would have', {}, undefined],
      ])(
        'is replaced once more where the new one was revoked, and the next works %s',
        async (_, expiry, expiresAt) => {
          const first = await make(expiry)
          const second = await api.call('rotateServiceKey', rotate(first.id))
          await end(second.id)
          const third = await api.call('rotateServiceKey', rotate(first.id))
          const { keys } = await api.call('serviceKeys', { params: TEAM })
          const known = new Map(keys.map((key) => [key.id, key]))
          expect(known.get(third.id)?.expiresAt).toBe(expiresAt)
          expect(known.get(first.id)).toMatchObject({
            expiresAt: NOW + 3 * HOUR,
            replacedBy: third.id,
          })
        },
      )
    })

    it('a team has fifty at once; one that is replaced without overlap, or over, counts no more', async () => {
      const [first] = await Promise.all(
        Array.from({ length: 50 }, () => make({ scopes: ['runs'], source: undefined })),
      )
      const params = { ...TEAM, key: first?.id ?? '' }
      const body = { name: 'One more', scopes: ['runs'], expiresInDays: 1 }
      const full = { status: 409, code: 'too-many-keys' }
      expect(await api.refusal('createServiceKey', { params: TEAM, body })).toMatchObject(full)
      const rotate = (overlapHours: number) => ({ params, body: { overlapHours } })
      expect(await api.refusal('rotateServiceKey', rotate(1))).toMatchObject(full)
      const { id } = await api.call('rotateServiceKey', rotate(0))
      await end(id)
      await api.call('createServiceKey', { params: TEAM, body })
      expect(await api.refusal('createServiceKey', { params: TEAM, body })).toMatchObject(full)
      api.setNow(NOW + DAY)
      await api.call('createServiceKey', { params: TEAM, body })
    })

    it('a member has ten of their own at once, whatever others have', async () => {
      const body = { name: 'Mine' }
      const mine = { params: TEAM, body, as: 'member:cara' }
      for (let n = 0; n < 10; n++) await api.call('createOwnKey', mine)
      expect(await api.refusal('createOwnKey', mine)).toMatchObject({
        status: 409,
        code: 'too-many-keys',
        detail: 'You have 10 keys that work, and that is the most. Revoke one first.',
      })
      await api.call('createOwnKey', { ...mine, as: 'member:dan' })
    })

    it('shows when it was used last, to the hour', async () => {
      const { secret } = await make()
      await send(secret, event('e1'))
      api.setNow(NOW + HOUR - 1)
      await send(secret, event('e2'))
      expect(await api.call('serviceKeys', { params: TEAM })).toMatchObject({
        keys: [{ usedAt: NOW }],
      })
      api.setNow(NOW + HOUR)
      await send(secret, event('e3'))
      expect(await api.call('serviceKeys', { params: TEAM })).toMatchObject({
        keys: [{ usedAt: NOW + HOUR }],
      })
    })

    it.each(['billing', 'member'])('is not %s’s to make, see or revoke', async (as) => {
      const { id } = await make()
      const body = { name: 'Mine', scopes: ['runs'] }
      const codes = [
        await api.refusal('serviceKeys', { params: TEAM, as }),
        await api.refusal('createServiceKey', { params: TEAM, body, as }),
        await api.refusal('endServiceKey', { params: { ...TEAM, key: id }, as }),
        await api.refusal('rotateServiceKey', {
          params: { ...TEAM, key: id },
          body: { overlapHours: 1 },
          as,
        }),
      ].map(({ code }) => code)
      expect(codes).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
    })

    it('one that sends events names its source', async () => {
      const body = { name: 'Runner', scopes: ['events'] }
      const refused = await api.refusal('createServiceKey', { params: TEAM, body })
      expect(refused).toMatchObject({ code: 'invalid-request' })
      expect(refused.detail).toContain('$.source')
    })

    it('a personal key reads what its member may see, and changes nothing', async () => {
      const { secret } = await api.call('createOwnKey', {
        params: TEAM,
        body: { name: 'My script' },
        as: 'member',
      })
      const usage = await api.fetch(USAGE, bearing(secret))
      expect(await usage.json()).toMatchObject({
        scope: { kind: 'member', member: { id: 'cara' } },
      })
      expect((await api.fetch('/api/v1/teams/beta/usage', bearing(secret))).status).toBe(404)
      expect((await api.fetch('/api/v1/teams/acme/invoices', bearing(secret))).status).toBe(403)
      const dismiss = bearing(secret, jsonInit('PUT', { dismissed: true }))
      expect((await api.fetch('/api/v1/teams/acme/alerts/a', dismiss)).status).toBe(403)
      expect(await send(secret, event('e1'))).toMatchObject({ status: 403 })
    })

    it('a personal key is its member’s alone to see and to revoke', async () => {
      const { id } = await api.call('createOwnKey', {
        params: TEAM,
        body: { name: 'Mine' },
        as: 'member:dan',
      })
      expect(await api.call('ownKeys', { params: TEAM, as: 'member:cara' })).toMatchObject({
        keys: [],
      })
      const params = { ...TEAM, key: id }
      const refused = await api.refusal('endOwnKey', { params, as: 'member:cara' })
      expect(refused.code).toBe('no-such-key')
      const { keys } = await api.call('ownKeys', { params: TEAM, as: 'member:dan' })
      expect(keys).toMatchObject([{ id, name: 'Mine', member: { id: 'dan' } }])
      await api.call('endOwnKey', { params, as: 'member:dan' })
      expect(await api.call('ownKeys', { params: TEAM, as: 'member:dan' })).toMatchObject({
        keys: [],
      })
    })

    it('a team’s own keys change no plans: the operator makes those that do', async () => {
      const body = { name: 'Runner', scopes: ['teams'] }
      const refused = await api.refusal('createServiceKey', { params: TEAM, body })
      expect(refused.code).toBe('invalid-request')
    })

    it.each(['/', '/h', '/headroom/api'])('takes the source %s from nobody', async (source) => {
      const body = { name: 'Runner', scopes: ['events'], source }
      const refused = await api.refusal('createServiceKey', { params: TEAM, body })
      expect(refused.detail).toContain('$.source')
    })

    it.each(['/flows/', '/flow', '/flows/runner'])(
      'a source is one key’s: not %s beside /flows/',
      async (source) => {
        const { id } = await make()
        const asked = { params: TEAM, body: { name: 'Other', scopes: ['events'], source } }
        expect((await api.refusal('createServiceKey', asked)).code).toBe('source-taken')
        await end(id)
        await api.call('createServiceKey', {
          params: TEAM,
          body: { ...asked.body, scopes: ['events'] },
        })
      },
    )

    it('a plan that a key changes has the key’s name beside it', async () => {
      const { secret, ...known } = makeKey('service')
      const { id } = known
      await api.store.saveHostKey(
        {
          ...known,
          kind: 'service',
          name: 'Runner',
          teams: 'all',
          scopes: ['teams'],
          createdAt: NOW,
          actor: { id: 'operator', name: 'Operator' },
        },
        {
          at: NOW,
          actor: { kind: 'operator', id: 'operator', name: 'Operator' },
          action: 'service-key-made',
          object: { id, name: 'Runner' },
        },
      )
      const plan = bearing(secret, jsonInit('PUT', { plan: 'enterprise' }))
      expect((await api.fetch('/api/v1/teams/acme/plan', plan)).status).toBe(200)
      const [change] = await api.store.team('acme').planChanges()
      expect(change?.actor).toEqual({ id: `key:${id}`, name: 'Runner' })
    })
  })
}
