import { describe, expect, test } from 'vitest'
import { keepOptions, readOptions, withoutOptions } from '#mocks/preview-options.ts'
import { knownViewer, rolesOf } from '#mocks/viewers.ts'
import { createWorld } from '#mocks/world.ts'
import type { ScenarioName } from '#shared/demo/scenarios.ts'

function worldOf(scenario: ScenarioName) {
  return createWorld({ scenario, now: () => Date.UTC(2026, 10, 21, 10) })
}

describe('a viewer that is kept', () => {
  test.each([
    ['stays where the address says nothing', '/flows', 'member'],
    ['gives way to the one in the address', '/?as=billing', 'billing'],
    ['is not put on a link with a scenario of its own', '/?scenario=free', undefined],
    ['gives way to a scenario and viewer in the address', '/?scenario=free&as=admin', 'admin'],
    ['gives way to nobody where it can’t be sent', '/?as=%E2%98%83', undefined],
  ])('%s', (_case, address, as) => {
    const kept = storage()
    keepOptions({ scenario: 'example', as: 'member', fault: 'none', days: 0 }, kept)
    expect(readOptions(new URL(address, 'http://headroom.test'), kept).as).toBe(as)
  })
})

test('the bar leaves the page its own address', () => {
  const url = new URL('/?scenario=free&as=member&cycle=2026-10-02&days=7', 'http://headroom.test')
  expect(withoutOptions(url).href).toBe('http://headroom.test/?cycle=2026-10-02')
})

describe('a viewer that the team hasn’t', () => {
  test.each(['free', 'empty'] as const)('%s: the default viewer is shown', async (scenario) => {
    const world = await worldOf(scenario)
    expect(await rolesOf(world)).not.toContain('member')
    expect(await knownViewer(world, 'member')).toBeUndefined()
    expect(await knownViewer(world, 'billing')).toBe('billing')
  })

  test('where there is such a one, it stays, whatever fault is previewed', async () => {
    const world = await worldOf('example')
    world.fault = 'errors'
    expect(await rolesOf(world)).toEqual(['admin', 'billing', 'member'])
    expect(await knownViewer(world, 'member')).toBe('member')
    expect(await knownViewer(world, 'member:nobody')).toBeUndefined()
    expect(await knownViewer(world, undefined)).toBeUndefined()
  })
})

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>()
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
  }
}
