import { describe, expect, it } from 'vitest'
import { gathering } from '#api/gather.ts'
import { StoreUnavailable } from '#api/ports.ts'

/** Rounds that end when they are told to, and what they were asked. */
function rounds({ most = 10 }: { most?: number } = {}) {
  const asked: string[][] = []
  const open: PromiseWithResolvers<void>[] = []
  const ask = gathering<string, string>({
    most,
    round: async (subject, items) => {
      asked.push([subject, ...items])
      const end = Promise.withResolvers<void>()
      open.push(end)
      await end.promise
      if (items.includes('bad')) throw new Error('bad')
      return items.map((item) => `${item}!`)
    },
  })
  const next = () => expect.poll(() => open.length).toBeGreaterThan(0)
  return {
    ask,
    asked,
    end: async (error?: Error) => {
      await next()
      const round = open.shift()
      if (error) round?.reject(error)
      else round?.resolve()
    },
  }
}

describe('work that is gathered', () => {
  it('begins at once, and takes those who come meanwhile together', async () => {
    const { ask, asked, end } = rounds()
    const all = [ask('acme', ['a', 'b']), ask('acme', ['c']), ask('acme', ['d', 'e'])]
    expect(asked).toEqual([['acme', 'a', 'b']])
    await end()
    await end()
    expect(await Promise.all(all)).toEqual([['a!', 'b!'], ['c!'], ['d!', 'e!']])
    expect(asked).toEqual([
      ['acme', 'a', 'b'],
      ['acme', 'c', 'd', 'e'],
    ])
    const later = ask('acme', ['f'])
    await end()
    expect(await later).toEqual(['f!'])
  })

  it('of other subjects waits for nobody', async () => {
    const { ask, asked, end } = rounds()
    const all = [ask('acme', ['a']), ask('beta', ['b'])]
    expect(asked).toEqual([
      ['acme', 'a'],
      ['beta', 'b'],
    ])
    await end()
    await end()
    expect(await Promise.all(all)).toEqual([['a!'], ['b!']])
  })

  it('goes in rounds of no more than so many, a caller’s own always together', async () => {
    const { ask, asked, end } = rounds({ most: 3 })
    const items = [['a'], ['b', 'c'], ['d', 'e'], ['f', 'g', 'h', 'i'], ['j']]
    const all = items.map((own) => ask('acme', own))
    for (let round = 0; round < 5; round++) await end()
    const said = items.map((own) => own.map((item) => `${item}!`))
    expect(await Promise.all(all)).toEqual(said)
    expect(asked.map(([, ...own]) => own)).toEqual(items)
  })

  it('that fails for one is done for the others', async () => {
    const { ask, asked, end } = rounds()
    const all = [ask('acme', ['a']), ask('acme', ['b']), ask('acme', ['bad']), ask('acme', ['c'])]
    const settled = Promise.allSettled(all)
    for (let round = 0; round < 5; round++) await end()
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(asked.map(([, ...own]) => own)).toEqual([
      ['a'],
      ['b', 'bad', 'c'],
      ['b'],
      ['bad'],
      ['c'],
    ])
  })

  it('fails for all of a round that the store is away from, and is asked once', async () => {
    const { ask, asked, end } = rounds()
    const all = [ask('acme', ['a']), ask('acme', ['b']), ask('acme', ['c'])]
    const settled = Promise.allSettled(all)
    await end()
    await end(new StoreUnavailable('away'))
    const later = ask('acme', ['d'])
    await end()
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(await later).toEqual(['d!'])
    expect(asked).toHaveLength(3)
  })
})
