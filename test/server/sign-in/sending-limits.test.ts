import { beforeEach, describe, expect, it } from 'vitest'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }

let host: SignInHost
let ada: string
let now: number

beforeEach(async () => {
  now = NOW
  // Nobody waits a minute here for the next request.
  const limits = rateLimits({ requestsPerMinute: 10_000 })
  host = await signInHost({ limits: memoryLimits({ limits, now: () => now }) })
  const { cookie, person } = await host.enter(ADA)
  ada = cookie
  for (const id of ['acme', 'beta']) {
    await addAcme(host.store, { id })
    await host.store.team(id).write(async (tx) => {
      const [member] = await tx.members(['ada'])
      if (member) await tx.changeMember({ ...member, person })
    })
  }
  return () => host.close()
})

const post = (path: string, body: unknown) => {
  const init = jsonInit('POST', body)
  return host.fetch(`/api/v1/teams/${path}`, { ...init, headers: { ...init.headers, cookie: ada } })
}
const invite = (email: string, team = 'acme') =>
  post(`${team}/invitations`, { email, roles: ['member'] })

describe('invitations', () => {
  it('to one address are five in a day, from all teams together', async () => {
    const eve = 'eve@example.com'
    for (let n = 0; n < 5; n++)
      expect((await invite(eve, n % 2 ? 'acme' : 'beta')).status).toBe(200)
    const refused = await invite(eve.toUpperCase())
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: 'rateLimited',
      detail: 'eve@example.com was sent 5 invitations within a day. Go on in 24 hours.',
    })
    expect(refused.headers.get('retry-after')).toBe(`${DAY / 1_000}`)
    expect(host.invitations).toHaveLength(5)
    expect((await invite('bo@example.com')).status).toBe(200)
    now += DAY
    expect((await invite(eve)).status).toBe(200)
  })

  it('of one team are two hundred in a day, and no other team is hindered', async () => {
    for (let n = 0; n < 200; n++) expect((await invite(`m${n}@example.com`)).status).toBe(200)
    const refused = await invite('more@example.com')
    expect(await refused.json()).toMatchObject({
      status: 429,
      detail: 'A team sends at most 200 invitations in a day. Go on in 24 hours.',
    })
    expect(host.invitations).toHaveLength(200)
    expect((await invite('more@example.com', 'beta')).status).toBe(200)
  })
})

describe('what is sent by hand', () => {
  it('is sixty messages in an hour, tests and those sent again together', async () => {
    const test = () => post('acme/deliveries/test', { channel: 'mail' })
    const again = () =>
      post('acme/deliveries/again', { message: `test:${NOW}`, channel: 'mail', recipient: 'ada' })
    for (let n = 0; n < 30; n++) {
      expect([(await test()).status, (await again()).status]).toEqual([200, 200])
    }
    for (const refused of [await test(), await again()]) {
      expect(await refused.json()).toMatchObject({
        status: 429,
        detail: 'A team sends at most 60 messages by hand in an hour. Go on in 60 minutes.',
      })
    }
    now += HOUR
    expect((await test()).status).toBe(200)
  })
})
