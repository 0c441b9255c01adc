import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { oncePerTurn } from '#server/database/once-per-turn.ts'

function counted() {
  const reads: string[] = []
  let value = 1
  const asked = oncePerTurn(async (id) => {
    reads.push(id)
    return value
  })
  return { reads, asked, change: () => value++ }
}

describe('what several ask for in one turn', () => {
  test('is read once for each thing asked for', async () => {
    const { reads, asked } = counted()
    expect(await Promise.all([asked('a'), asked('b'), asked('a')])).toEqual([1, 1, 1])
    expect(reads).toEqual(['a', 'b'])
  })

  test('is read after the last of them asked', async () => {
    const { asked, change } = counted()
    const first = asked('a')
    change()
    const second = asked('a')
    expect(await Promise.all([first, second])).toEqual([2, 2])
  })

  test('is read anew in the next turn, also while the first is being read', async () => {
    const started = Promise.withResolvers<void>()
    const reads: PromiseWithResolvers<string>[] = []
    const asked = oncePerTurn(() => {
      const read = Promise.withResolvers<string>()
      reads.push(read)
      started.resolve()
      return read.promise
    })
    const first = asked('a')
    await started.promise
    const second = asked('a')
    await nextTurn()
    await nextTurn()
    reads[1]?.resolve('new')
    reads[0]?.resolve('old')
    expect([await first, await second]).toEqual(['old', 'new'])
  })

  test('fails for all who asked, and not for who asks next', async () => {
    let isBroken = true
    const asked = oncePerTurn(async () => {
      if (isBroken) throw new Error('gone')
      return 'there'
    })
    const both = await Promise.allSettled([asked('a'), asked('a')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isBroken = false
    expect(await asked('a')).toBe('there')
  })
})
