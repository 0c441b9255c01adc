import type { Flow, FlowsReply } from '#shared/contract/flow.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Cycle, cycleAt, cycleOfIndex } from '#shared/credits/cycle.ts'
import { type FlowState, flowState } from '#shared/credits/flow-state.ts'
import { accountKey, openBooks, workIn } from '../ledger/books.ts'
import { allowanceIn } from '../ledger/terms.ts'
import { type FlowRecord, TEAM_HOLDER } from '../records.ts'
import { scopeOf, type View } from '../views/view.ts'

/** More than a page shows; the rest is counted. */
const MOST_FLOWS = 200

/** The flows that are or were deployed, and what they do when they are called now. */
export async function flowsView(view: View): Promise<FlowsReply> {
  const { reads, terms, asOf } = view
  const cycle = cycleAt(terms.billing, asOf)
  const records = await reads.flows('all')
  const state = await stateNow(view, cycle)
  const ids = records.map(({ flow }) => flow)
  const names = await reads.partNames('flows', ids)
  const { rows } = await reads.totals({
    cycle: cycle.id,
    resource: 'flows',
    dimension: 'part',
    limit: Number.MAX_SAFE_INTEGER,
  })
  const used = new Map(rows.map(({ key, credits, charges }) => [key, { credits, charges }]))
  const all = records
    .map((record): Flow => {
      const { flow, at } = record
      const { credits = 0, charges = 0 } = used.get(flow) ?? {}
      const name = names.get(flow) ?? flow
      return { id: flow, name, state: stateOf(record, state), at, credits, charges }
    })
    .sort(byUse)
  return {
    asOf,
    cycle,
    scope: scopeOf(view),
    flows: all.slice(0, MOST_FLOWS),
    others: Math.max(0, all.length - MOST_FLOWS),
  }
}

function stateOf({ deployed, at }: FlowRecord, state: FlowState): Flow['state'] {
  return deployed ? state : { kind: 'removed', since: at }
}

function byUse(a: Flow, b: Flow): number {
  const removed = Number(a.state.kind === 'removed') - Number(b.state.kind === 'removed')
  return removed || b.credits - a.credits || (a.id < b.id ? -1 : 1)
}

async function stateNow(view: View, cycle: Cycle): Promise<FlowState> {
  const { reads, terms, asOf } = view
  const entry = { resource: 'flows', cycle, holder: TEAM_HOLDER } as const
  const books = await openBooks(reads, { entries: [entry], terms })
  const work = workIn(books, { key: accountKey(entry), at: asOf })
  const next = cycleOfIndex(terms.billing, cycle.index + 1)
  return flowState({
    work,
    cycle,
    usedUpAt: await reads.lastCovered({ resource: 'flows', from: cycle.start, to: cycle.end }),
    decidedAt: await decidedAt(view, cycle),
    renewed: await allowanceIn(reads, { terms, ...entry, cycle: next }),
  })
}

/** What was decided in this cycle and may have stopped work: a switch, a cap, a smaller plan. */
async function decidedAt({ reads, terms }: View, cycle: Cycle): Promise<Millis[]> {
  const switches = (await reads.switches('flows', [])).filter(({ on }) => !on)
  const caps = (await reads.spendCaps()).filter(({ resource }) => resource === 'flows')
  return [...switches, ...caps, ...terms.planChanges.slice(-1)]
    .map(({ at }) => at)
    .filter((at) => at >= cycle.start)
}
