import { afterEach, expect, test, vi } from 'vitest'
import { later } from '#web/ui/later.ts'

afterEach(() => vi.unstubAllGlobals())

/** A part that notes how often its script is asked for, in a browser that is at rest when it is told so. */
function partly() {
  let rest = () => undefined as unknown
  vi.stubGlobal('requestIdleCallback', (act: () => void) => {
    rest = act
  })
  let fetched = 0
  const part = later(async () => {
    fetched += 1
    return 'menu'
  })
  return { part, fetched: () => fetched, rest: () => rest() }
}

test('waits until the browser is at rest, so that figures and charts come first', async () => {
  const { part, fetched, rest } = partly()
  const told = vi.fn()
  part.subscribe(told)
  expect(fetched()).toBe(0)
  rest()
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  expect([fetched(), part.now()]).toEqual([1, 'menu'])
})

test('comes at once where somebody asks for it', async () => {
  const { part, fetched, rest } = partly()
  part.subscribe(() => undefined)
  await part.load()
  expect(part.now()).toBe('menu')
  rest()
  expect(fetched()).toBe(1)
})

test('comes at once in a browser that does not tell when it is at rest', async () => {
  const part = later(async () => 'menu')
  expect('requestIdleCallback' in window).toBe(false)
  part.subscribe(() => undefined)
  await vi.waitFor(() => expect(part.now()).toBe('menu'))
})
