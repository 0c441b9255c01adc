import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiHost } from '#test/support/api-host.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { apiEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const USAGE = '/api/v1/teams/acme/usage'
const MOST = 1_000_000
const time = new Date(NOW).toISOString()

/** What calls with personal keys cost their team, whatever it is stored in. */
export function describeCalls(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`calls with personal keys over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    const keyOf = async (as: string) => {
      const made = await api.call('createOwnKey', { params: TEAM, body: { name: 'Mine' }, as })
      return made.secret
    }
    const get = (secret: string, path = USAGE, headers: Record<string, string> = {}) =>
      api.fetch(path, { headers: { ...headers, authorization: `Bearer ${secret}` } })
    const month = ({ headers }: Response) => [
      headers.get('x-ratelimit-limit-month'),
      headers.get('x-ratelimit-remaining-month'),
    ]
    const charges = () =>
      api.call('charges', { params: { ...TEAM, resource: 'api-calls' }, query: { limit: 200 } })
    const leave = (calls: number) => api.send(apiEvent({ id: 'before', time }, MOST - calls))

    it('each is a charge of the month, of its member, and says what is left', async () => {
      const secret = await keyOf('member:ada')
      const paths = [USAGE, '/api/v1/session', '/api/v1/teams/acme/exports/charges.csv']
      for (const [index, path] of paths.entries()) {
        const response = await get(secret, path, { 'x-request-id': `call-${index}` })
        await response.text()
        expect([response.status, ...month(response)]).toEqual([
          200,
          `${MOST}`,
          `${MOST - 1 - index}`,
        ])
      }
      const { matching, charges: rows } = await charges()
      expect(matching).toEqual({ charges: 3, credits: 3 })
      expect(rows.map(({ member }) => member?.id)).toEqual(['ada', 'ada', 'ada'])
    })

    it('an id that the caller gives again makes no call free', async () => {
      const secret = await keyOf('member:ada')
      for (let n = 0; n < 3; n++) await get(secret, USAGE, { 'x-request-id': 'the-same' })
      expect((await charges()).matching.charges).toBe(3)
    })

    it('who looks at the page calls nothing', async () => {
      const response = await api.fetch(USAGE)
      expect([response.status, ...month(response)]).toEqual([200, null, null])
      expect((await charges()).matching.charges).toBe(0)
    })

    it('of many at once as many are let in as are left; who is refused is not charged', async () => {
      const secret = await keyOf('member:ada')
      await leave(13)
      const answers = await Promise.all(Array.from({ length: 40 }, () => get(secret)))
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(13)
      expect(statuses.filter((status) => status === 429)).toHaveLength(27)
      const left = answers
        .filter(({ status }) => status === 200)
        .map((response) => Number(month(response)[1]))
      expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, n) => n))
      expect((await charges()).matching).toEqual({ charges: 14, credits: MOST })
    })

    it('says when they renew, which no waiting for a minute brings nearer', async () => {
      const secret = await keyOf('member:cara')
      await leave(0)
      const response = await get(secret)
      const renews = (Date.parse('2026-11-29T18:15:00Z') - NOW) / 1_000
      expect(month(response)).toEqual([`${MOST}`, '0'])
      expect(response.headers.get('retry-after')).toBe(`${renews}`)
      expect(response.headers.get('x-ratelimit-retryafter')).toBe(`${renews}`)
      expect(await response.json()).toMatchObject({
        status: 429,
        code: 'serviceLimitExhausted',
        detail:
          'The team’s 1,000,000 API calls of this billing cycle are used up. They renew on 30 Nov 2026, 00:00 (Asia/Kathmandu); an Admin can ask for a larger plan.',
      })
      await api.call('changePlan', { params: TEAM, body: { plan: 'enterprise' } })
      expect((await get(secret)).status).toBe(200)
    })

    it('what runs hold is not left for calls', async () => {
      const secret = await keyOf('member:ada')
      await leave(5)
      const body = { ...TEAM, run: 'r1', resource: 'api-calls', estimate: 4 }
      await api.call('admitRun', { params: {}, body })
      expect(month(await get(secret))).toEqual([`${MOST}`, '0'])
      expect((await get(secret)).status).toBe(429)
    })

    it('what a key may not do is refused and not charged', async () => {
      const secret = await keyOf('member:cara')
      const authorization = `Bearer ${secret}`
      const change = jsonInit('PUT', { dismissed: true })
      const refused = [
        await get(secret, '/api/v1/teams/none/usage'),
        await get(secret, '/api/v1/teams/acme/members'),
        await get(secret, '/api/v1/nothing'),
        await api.fetch('/api/v1/teams/acme/alerts/a', {
          ...change,
          headers: { ...change.headers, authorization },
        }),
        await api.fetch('/api/v1/events', {
          ...jsonInit('POST', []),
          headers: { 'content-type': 'application/json', authorization },
        }),
      ]
      for (const { status, headers } of refused) {
        expect([status >= 400, headers.get('x-ratelimit-limit-month')]).toEqual([true, null])
      }
      expect((await charges()).matching.charges).toBe(0)
    })
  })
}
