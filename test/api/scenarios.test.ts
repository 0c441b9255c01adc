import { describe, expect, it } from 'vitest'
import { loadScenario } from '#api/load-scenario.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { SCENARIOS, type ScenarioName, scenario } from '#shared/demo/scenarios.ts'
import { apiOver } from '#test/support/api-host.ts'
import { NOW } from '#test/support/team.ts'

async function usageOf(name: ScenarioName) {
  const store = createMemoryStore()
  const made = scenario(name, NOW)
  await loadScenario({ store, catalog: DEFAULT_CATALOG, scenario: made })
  const api = apiOver(store)
  const usage = await api.call('usage', { params: { team: made.team.id } })
  return { api, made, usage, of: (resource: string) => pick(usage, resource) }
}

function pick(usage: Reply<'usage'>, resource: string) {
  const found = usage.resources.find((entry) => entry.resource === resource)
  if (!found) throw new Error(`no ${resource}`)
  return found
}

describe('made-up teams', () => {
  it.each(SCENARIOS)('%s is the same team each time', (name) => {
    expect(scenario(name, NOW)).toEqual(scenario(name, NOW))
  })

  it('the example shows every state at once, over several cycles', async () => {
    const { api, usage, of } = await usageOf('example')
    expect(of('flows').standing).toMatchObject({ limit: 'exceeded', work: 'on-pay-as-you-go' })
    expect(of('api-calls').standing).toMatchObject({ limit: 'warning', work: 'open' })
    expect(of('assistant').standing).toMatchObject({ limit: 'ok', work: 'open', bonusLeft: 1_000 })
    expect(of('ai').holder).toMatchObject({
      kind: 'members',
      counts: { byWork: { paused: 3, 'on-pay-as-you-go': 2, suspended: 0 } },
    })
    expect(usage.alerts.length).toBeGreaterThan(4)
    const { cycles } = await api.call('cycles', { params: { team: 'tidewater' } })
    expect(cycles).toHaveLength(5)
  })

  it.each([
    ['healthy', 'flows', { limit: 'ok', work: 'open' }],
    ['warning', 'flows', { limit: 'warning', work: 'open' }],
    ['paused', 'api-calls', { limit: 'reached', work: 'suspended' }],
    ['paused', 'assistant', { limit: 'reached', work: 'suspended' }],
    ['pay-as-you-go', 'flows', { limit: 'exceeded', work: 'on-pay-as-you-go' }],
    ['flows-suspended', 'flows', { limit: 'exceeded', work: 'suspended' }],
    ['free', 'ai', { limit: 'reached', work: 'paused' }],
    ['enterprise', 'ai', { limit: 'warning', work: 'open' }],
    ['empty', 'flows', { limit: 'ok', work: 'open', used: 0 }],
  ] as const)('%s: %s is as its name says', async (name, resource, standing) => {
    const { of } = await usageOf(name)
    expect(of(resource).standing).toMatchObject(standing)
  })

  it.each(SCENARIOS.filter((name) => name !== 'crowd'))(
    '%s: nearly nothing of the cycles before is past a limit that nothing covers',
    async (name) => {
      const { api, made } = await usageOf(name)
      const params = { team: made.team.id }
      const { cycles } = await api.call('cycles', { params })
      for (const { id } of cycles.slice(1)) {
        const { resources } = await api.call('usage', { params, query: { cycle: id } })
        const uncovered = resources.map((usage) => [usage.resource, usage.buckets.uncovered])
        expect(uncovered.filter(([, credits]) => Number(credits) > 5)).toEqual([])
      }
    },
  )

  it('the rates shown of the example apply from a date that it can have seen', async () => {
    const { api } = await usageOf('example')
    for (const resource of ['flows', 'assistant'] as const) {
      const { rateCard } = await api.call('resource', { params: { team: 'tidewater', resource } })
      expect(rateCard?.appliesFrom).toBe('2026-03-01')
    }
  })

  it('members paused are those whose pay-as-you-go is off', async () => {
    const { api, made } = await usageOf('paused')
    const params = { team: made.team.id, resource: 'ai' } as const
    const { members } = await api.call('members', { params, query: { state: 'paused' } })
    expect(members).toHaveLength(8)
    expect(members.every((row) => row.payAsYouGo === 'off')).toBe(true)
  })

  it('a crowd is 100,000 members, most of whom have used nothing', async () => {
    const { of } = await usageOf('crowd')
    expect(of('ai').holder).toMatchObject({ kind: 'members', counts: { members: 100_000 } })
  })
})
