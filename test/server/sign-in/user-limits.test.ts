import { expect, it } from 'vitest'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { PASSWORD, signInHost } from '#test/support/sign-in.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const USAGE = '/api/v1/teams/acme/usage'
const ADA = { name: 'Ada', email: 'ada@example.com' }

it('every session and key of a person counts as theirs; who is signed out is somebody else', async () => {
  const limits = memoryLimits({ limits: rateLimits({}), now: () => NOW })
  const host = await signInHost({ limits })
  await addAcme(host.store)
  const { person, cookie } = await host.enter(ADA)
  const member = { id: 'eve', ...ADA, person, roles: ['member'], createdAt: NOW } as const
  await host.store.team('acme').write((tx) => tx.addMembers([member]))
  const signedIn = await host.fetch(
    '/api/v1/sign-in',
    jsonInit('POST', { email: ADA.email, password: PASSWORD }),
  )
  const [second = ''] = signedIn.headers.getSetCookie().map((line) => line.split(';')[0])
  const init = jsonInit('POST', { name: 'Mine' })
  const made = await host.fetch('/api/v1/teams/acme/personal-keys', {
    ...init,
    headers: { ...init.headers, cookie },
  })
  const { secret } = await made.json()
  const left = async (headers: HeadersInit) => {
    const response = await host.fetch(USAGE, { headers })
    return [response.status, response.headers.get('x-ratelimit-remaining')]
  }
  expect([signedIn.status, made.headers.get('x-ratelimit-remaining')]).toEqual([200, '299'])
  expect(await left({ cookie })).toEqual([200, '298'])
  expect(await left({ cookie: second })).toEqual([200, '297'])
  expect(await left({ authorization: `Bearer ${secret}` })).toEqual([200, '296'])
  expect(await left({})).toEqual([401, '298'])
  await host.close()
})
