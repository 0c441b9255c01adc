import { describe, expect, test } from 'vitest'
import { createApi } from '#api/app.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { placeWithTeam } from './commands.ts'

describe('npm run key', () => {
  test('makes a key that works, lists it without its secret, and revokes it', async () => {
    const place = await placeWithTeam()
    expect((await place.run('key', 'list')).out).toContain('There are no keys.')
    const made = await place.run('key', 'add', 'Runner', '--scopes', 'runs')
    expect(made).toMatchObject({ code: 0, err: '' })
    const [secret = ''] = made.out.split('\n')
    const id = secret.split('_')[1] ?? ''

    const { store, close } = await place.open()
    const api = createApi({
      store,
      catalog: DEFAULT_CATALOG,
      now: () => Date.now(),
      report: ({ error }) => {
        throw error
      },
    })
    const ask = () =>
      api.request('/api/v1/runs/none?team=acme', { headers: { authorization: `Bearer ${secret}` } })
    expect((await ask()).status).toBe(404)

    const { out } = await place.run('key', 'list')
    expect(out).toMatch(new RegExp(`^${id} +Runner +runs +all +- +never`, 'm'))
    expect(out).not.toContain(secret)
    expect((await place.run('key', 'end', id)).out).toContain('is revoked')
    expect((await ask()).status).toBe(401)
    await close()
    expect(await place.run('key', 'end', id)).toMatchObject({ code: 2 })
  })

  test.each([
    [[], ['admin', 'billing', 'member']],
    [
      ['--roles', 'member,billing'],
      ['billing', 'member'],
    ],
  ])('a key that opens the dashboard gives, with %j, %j at most', async (args, roles) => {
    const place = await placeWithTeam()
    expect(await place.run('key', 'add', 'Portal', '--scopes', 'embed', ...args)).toMatchObject({
      code: 0,
    })
    const { store, close } = await place.open()
    expect(await store.hostKeys()).toMatchObject([{ scopes: ['embed'], roles }])
    await close()
  })

  test.each([
    [['add', 'Portal', '--scopes', 'runs', '--roles', 'member'], '--roles'],
    [['add', 'Portal', '--scopes', 'embed', '--roles', 'owner'], '--roles'],
    [['add', 'Runner'], '--scopes'],
    [['add', 'Runner', '--scopes', 'all'], '--scopes'],
    [['add', 'Runner', '--scopes', 'events'], '--source'],
    [['add', 'Runner', '--scopes', 'runs', '--teams', 'nowhere'], 'There is no team nowhere'],
    [['add', 'Runner', '--scopes', 'runs', '--days', '0'], '--days'],
    [['end', 'none'], 'There is no key none'],
    [['make', 'Runner'], 'Usage'],
  ])('%j is refused with what is wrong', async (args, said) => {
    const place = await placeWithTeam()
    const refused = await place.run('key', ...args)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain(said)
  })
})
