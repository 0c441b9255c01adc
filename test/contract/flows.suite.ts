import { beforeEach, describe, expect, it } from 'vitest'
import { HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const FLOWS = { ...TEAM, resource: 'flows' } as const
const CYCLE_END = Date.parse('2026-11-29T18:15:00Z')

/** What flows promise, whatever they are stored in and asked through. */
export function describeFlows(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`flows over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    describeDeployment(() => host)
    describeSuspension(() => host)
    describeTools(() => host)
  })
}

type Given = Partial<Parameters<typeof flowsEvent>[1]> & { at?: number }

function use(id: string, given: Given = {}) {
  const { at = NOW, item = 'flow-run', ...data } = given
  return flowsEvent({ id, time: new Date(at).toISOString() }, { item, ...data })
}

async function flows(api: ApiHost) {
  return (await api.call('flows', { params: TEAM })).flows
}

async function states(api: ApiHost) {
  return Object.fromEntries((await flows(api)).map(({ id, state }) => [id, state]))
}

async function deploy(api: ApiHost, flow: string, body: object) {
  return api.call('deployFlow', { params: { ...TEAM, flow }, body })
}

function describeDeployment(api: () => ApiHost): void {
  describe('a deployed flow', () => {
    it('is told of by a host, with its name; said again nothing changes', async () => {
      const told = { asOf: NOW, flow: 'intake', name: 'Order intake', deployed: true, at: NOW }
      expect(await deploy(api(), 'intake', { name: 'Order intake', deployed: true })).toEqual(told)
      api().setNow(NOW + HOUR)
      expect(await deploy(api(), 'intake', { deployed: true })).toEqual({
        ...told,
        asOf: NOW + HOUR,
      })
      expect(await flows(api())).toEqual([
        {
          id: 'intake',
          name: 'Order intake',
          state: { kind: 'active' },
          at: NOW,
          credits: 0,
          charges: 0,
        },
      ])
    })

    it('is learned from its cloud runs; a manual run says nothing of it', async () => {
      await api().send([
        use('1', { flow: 'a', at: NOW - HOUR }),
        use('2', { flow: 'a', at: NOW - 2 * HOUR, item: 'connector', count: 3 }),
        use('3', { flow: 'b', run: 'manual' }),
      ])
      expect(await flows(api())).toMatchObject([
        { id: 'a', name: 'Flow a', at: NOW - 2 * HOUR, credits: 7, charges: 2 },
      ])
    })

    it('is removed by a host, and what it reports later does not bring it back', async () => {
      await api().send(use('1', { flow: 'a' }))
      await deploy(api(), 'a', { deployed: false })
      await api().send(use('2', { flow: 'a' }))
      expect(await states(api())).toEqual({ a: { kind: 'removed', since: NOW } })
      await deploy(api(), 'a', { deployed: true })
      expect(await states(api())).toEqual({ a: { kind: 'active' } })
    })

    it('a refused event teaches nothing', async () => {
      await api().send(use('1', { flow: 'a', item: 'no-such-block' }))
      expect(await flows(api())).toEqual([])
    })

    it.each([
      ['no word whether it is deployed', {}],
      ['what nobody asked for', { deployed: true, state: 'active' }],
      ['an empty name', { deployed: true, name: '' }],
    ])('is refused with %s', async (_, body) => {
      const asked = { params: { ...TEAM, flow: 'a' }, body }
      expect(await api().refusal('deployFlow', asked)).toMatchObject({ code: 'invalid-request' })
      expect(await flows(api())).toEqual([])
    })

    it('of no team, or of a team that is not the viewer’s to see', async () => {
      const asked = { params: { team: 'nowhere', flow: 'a' }, body: { deployed: true } }
      expect(await api().refusal('deployFlow', asked)).toMatchObject({ code: 'unknown-team' })
      expect(await api().refusal('flows', { params: TEAM, as: 'member' })).toMatchObject({
        code: 'forbidden',
      })
    })
  })
}

function describeSuspension(api: () => ApiHost): void {
  describe('at the limit', () => {
    const suspended = (since: number) => ({ kind: 'suspended', since, resumes: CYCLE_END })

    beforeEach(async () => {
      await deploy(api(), 'idle', { deployed: true })
      await deploy(api(), 'gone', { deployed: false })
      await api().send([
        use('1', { flow: 'busy', count: 99, at: NOW - 3 * HOUR }),
        use('2', { flow: 'busy', at: NOW - 2 * HOUR }),
      ])
    })

    it('every deployed flow is suspended since then, until the next cycle', async () => {
      expect(await states(api())).toEqual({
        busy: suspended(NOW - 2 * HOUR),
        idle: suspended(NOW - 2 * HOUR),
        gone: { kind: 'removed', since: NOW },
      })
    })

    it('a switch turned on resumes them at the very next request, and off suspends them', async () => {
      const on = (to: boolean) => ({ on: to, target: { kind: 'team' } })
      await api().call('switch', { params: FLOWS, body: on(true), as: 'billing' })
      expect((await states(api())).busy).toEqual({ kind: 'active' })
      api().setNow(NOW + HOUR)
      await api().call('switch', { params: FLOWS, body: on(false), as: 'billing' })
      expect((await states(api())).busy).toEqual(suspended(NOW + HOUR))
    })

    it('with the switch off again they run on a bought block, and stand from its last credit', async () => {
      const set = (on: boolean) =>
        api().call('switch', {
          params: FLOWS,
          body: { on, target: { kind: 'team' } },
          as: 'billing',
        })
      await set(true)
      await api().send(use('3', { flow: 'busy', count: 5 }))
      api().setNow(NOW + HOUR)
      await set(false)
      expect((await states(api())).busy).toEqual({ kind: 'active' })
      api().setNow(NOW + 4 * HOUR)
      await api().send([
        use('4', { flow: 'busy', count: 995, at: NOW + 2 * HOUR }),
        use('uncovered', { flow: 'busy', count: 3, at: NOW + 3 * HOUR }),
        use('of nothing', { flow: 'busy', run: 'manual', at: NOW + 3 * HOUR }),
      ])
      expect((await states(api())).busy).toEqual(suspended(NOW + 2 * HOUR))
    })

    it('a larger plan resumes them at the very next request', async () => {
      await api().call('changePlan', { params: TEAM, body: { plan: 'enterprise' } })
      expect((await states(api())).idle).toEqual({ kind: 'active' })
    })

    it('a new cycle resumes them', async () => {
      api().setNow(CYCLE_END - 1)
      expect((await states(api())).busy).toEqual(suspended(NOW - 2 * HOUR))
      api().setNow(CYCLE_END)
      expect(await states(api())).toEqual({
        busy: { kind: 'active' },
        idle: { kind: 'active' },
        gone: { kind: 'removed', since: NOW },
      })
    })
  })
}

function describeTools(api: () => ApiHost): void {
  describe('MCP tools in an AI Agent', () => {
    const tool = (id: string, agentRun: string, name: string, count = 1) => {
      const event = use(id, { item: 'mcp-tool', count })
      return { ...event, data: { ...event.data, agentRun, tool: name } }
    }
    const credits = async (events: unknown[]) =>
      (await api().send(events)).results.map((result) =>
        result.outcome === 'accepted' ? result.credits : result.outcome,
      )

    it('cost 2 credits once for each agent run and tool, however many calls are reported', async () => {
      const events = [
        tool('1', 'run-1', 'search'),
        tool('2', 'run-1', 'search'),
        tool('3', 'run-1', 'search', 40),
        tool('4', 'run-1', 'mail'),
        tool('5', 'run-2', 'search', 7),
      ]
      expect(await credits(events)).toEqual([2, 0, 0, 2, 2])
      expect(await credits([tool('6', 'run-2', 'search'), tool('7', 'run-3', 'search')])).toEqual([
        0, 2,
      ])
    })

    it('the second says why it costs nothing', async () => {
      await api().send([tool('1', 'run-1', 'search'), tool('2', 'run-1', 'search')])
      const { charges } = await api().call('charges', { params: FLOWS })
      expect(charges.map(({ explanation }) => explanation)).toEqual([
        'MCP tool, charged once for this agent run already = 0',
        '1 × MCP tool at 2 credits, card of 2026-03-01 = 2',
      ])
    })

    it('of many batches that come at once, one is charged', async () => {
      const batches = Array.from({ length: 20 }, (_, n) => credits([tool(`${n}`, 'run', 'search')]))
      const all = (await Promise.all(batches)).flat()
      expect(all.filter((each) => each === 2)).toHaveLength(1)
      expect(all.filter((each) => each === 0)).toHaveLength(19)
    })

    it('a called MCP flow costs its own credits besides; so does each call of the model', async () => {
      expect(
        await credits([
          use('agent', { item: 'ai-agent', model: 'gpt-5-mini', count: 3 }),
          tool('tool', 'run-1', 'lookup'),
          use('called', { flow: 'lookup' }),
          use('block', { flow: 'lookup', item: 'connector' }),
        ]),
      ).toEqual([6, 2, 1, 2])
    })

    it('one that was refused is not taken for the first', async () => {
      const [late] = await credits([
        { ...tool('1', 'run-1', 'search'), time: new Date(NOW + HOUR).toISOString() },
      ])
      expect(late).toBe('rejected')
      expect(await credits([tool('2', 'run-1', 'search')])).toEqual([2])
    })

    it('another team’s agent run is another one', async () => {
      await addAcme(api().store, { id: 'other' })
      const other = { ...tool('1', 'run-1', 'search'), team: 'other' }
      expect(await credits([tool('1', 'run-1', 'search'), other])).toEqual([2, 2])
    })

    it('reported without an agent run, each one counts', async () => {
      expect(await credits([use('1', { item: 'mcp-tool', count: 3 })])).toEqual([6])
    })

    it.each([
      ['a tool without its agent run', { tool: 'search' }, 'mcp-tool', '$.data.agentRun'],
      ['an agent run without its tool', { agentRun: 'r' }, 'mcp-tool', '$.data.tool'],
      ['a tool of another block', { agentRun: 'r', tool: 't' }, 'connector', '$.data.tool'],
    ])('refuses %s', async (_, data, item, path) => {
      const event = use('1', { item })
      const { results } = await api().send([{ ...event, data: { ...event.data, ...data } }])
      expect(results[0]).toMatchObject({ outcome: 'rejected', reason: 'invalid', path })
    })
  })
}
