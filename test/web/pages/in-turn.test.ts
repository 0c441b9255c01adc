import { expect, test, vi } from 'vitest'
import { inTurn } from '#web/parts/in-turn.ts'

test('what takes long is drawn one after the other, each seen before the next is begun', async () => {
  const happened: string[] = []
  for (const chart of ['first', 'second', 'third']) {
    inTurn(() => {
      happened.push(chart)
      requestAnimationFrame(() => happened.push('seen'))
    })
  }
  await vi.waitFor(() => expect(happened).toHaveLength(6))
  expect(happened).toEqual(['first', 'seen', 'second', 'seen', 'third', 'seen'])
})

test('goes on in a hidden page, which has no frames', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  const drawn: number[] = []
  for (const chart of [1, 2, 3]) inTurn(() => drawn.push(chart))
  await vi.waitFor(() => expect(drawn).toEqual([1, 2, 3]))
  vi.unstubAllGlobals()
})
