import type { Bookable } from '../ledger/bookable.ts'
import type { TeamWrites } from '../ports.ts'
import type { FlowRecord } from '../records.ts'

/** A flow that runs in the cloud is deployed; what a host has said of one stands. */
export async function learnFlows(tx: TeamWrites, booked: readonly Bookable[]): Promise<void> {
  const seen = new Map<string, FlowRecord>()
  for (const { event } of booked) {
    const { usage, part, time } = event
    if (!('run' in usage) || usage.run !== 'cloud' || !part) continue
    const at = Math.min(time, seen.get(part.id)?.at ?? time)
    seen.set(part.id, { flow: part.id, deployed: true, at })
  }
  if (seen.size === 0) return
  for (const { flow } of await tx.flows([...seen.keys()])) seen.delete(flow)
  if (seen.size > 0) await tx.saveFlows([...seen.values()])
}
