import { createHook } from 'node:async_hooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonInit } from '#test/support/api-host.ts'
import { type SignInHost, signInHost } from '#test/support/sign-in.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const EVE = { name: 'Eve', email: 'eve@example.com' }

let host: SignInHost
beforeEach(async () => {
  host = await signInHost()
  await host.enter(ADA)
  await host.signIn.people.create({ ...EVE, password: undefined, operator: false })
})
afterEach(() => host.close())

/** How often a password is hashed meanwhile: next to that, all else takes no time. */
async function hashed(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const hook = createHook({
    init: (_, type) => {
      if (type.includes('SCRYPT')) count++
    },
  })
  hook.enable()
  await work()
  hook.disable()
  return count
}

describe('as much is done for nobody as for somebody', () => {
  it.each([
    ['whose password is another', ADA.email],
    ['whom nobody knows', 'nobody@example.com'],
    ['who has no password', EVE.email],
  ])('who comes as somebody %s', async (_, email) => {
    const body = { email, password: 'a wrong guess of it' }
    const signIn = () => host.fetch('/api/v1/sign-in', jsonInit('POST', body))
    expect(await hashed(signIn)).toBe(1)
  })

  it('who asks for a link: nothing but a row, whoever it is for', async () => {
    for (const email of [ADA.email, 'nobody@example.com']) {
      const ask = () => host.fetch('/api/v1/sign-in/link', jsonInit('POST', { email }))
      expect(await hashed(ask)).toBe(0)
    }
  })
})
