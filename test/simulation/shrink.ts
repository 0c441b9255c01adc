import type { UsageEventInput } from '#shared/contract/event.ts'
import type { Operation } from './operations.ts'

/** Whether a history, played from an empty ledger, still shows a difference. */
export type Fails = (history: readonly Operation[]) => Promise<boolean>

/**
 * The shortest history found that still fails: parts are left out while it does, then events of its
 * batches, then faults.
 *
 * @param tries how often it may be played
 */
export async function shrink(
  history: readonly Operation[],
  { fails, tries }: { fails: Fails; tries: number },
): Promise<readonly Operation[]> {
  let left = tries
  const stillFails: Fails = async (shorter) => left-- > 0 && fails(shorter)
  let shortest = await ofOneTeam(history, stillFails)
  for (;;) {
    const before = sizeOf(shortest)
    shortest = await withoutParts(shortest, stillFails)
    shortest = await withoutEvents(shortest, stillFails)
    shortest = await withoutFaults(shortest, stillFails)
    if (sizeOf(shortest) === before || left <= 0) return shortest
  }
}

function sizeOf(history: readonly Operation[]): number {
  return JSON.stringify(history).length
}

/** Most differences are of one team. */
async function ofOneTeam(
  history: readonly Operation[],
  fails: Fails,
): Promise<readonly Operation[]> {
  const last = history.at(-1)?.act
  if (!last || !('team' in last)) return history
  const own = history.filter(({ act }) => !('team' in act) || act.team === last.team)
  return (await fails(own)) ? own : history
}

/** Halves, then quarters, and so on down to single operations. */
async function withoutParts<T>(
  whole: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let items = whole
  for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = items.length - size; from > -size; from -= size) {
      const shorter = items.toSpliced(Math.max(0, from), size + Math.min(0, from))
      if (shorter.length < items.length && shorter.length > 0 && (await fails(shorter))) {
        items = shorter
      }
    }
  }
  return items
}

async function withoutEvents(
  history: readonly Operation[],
  fails: Fails,
): Promise<readonly Operation[]> {
  let shortest = history
  for (const [index, operation] of history.entries()) {
    const { act } = operation
    if (act.kind !== 'send' || act.events.length < 2) continue
    const withEvents = (events: readonly UsageEventInput[]) =>
      shortest.with(index, { ...operation, act: { ...act, events: [...events] } })
    const events = await withoutParts(act.events, (fewer) => fails(withEvents(fewer)))
    shortest = withEvents(events)
  }
  return shortest
}

async function withoutFaults(
  history: readonly Operation[],
  fails: Fails,
): Promise<readonly Operation[]> {
  let shortest = history
  for (const [index, { at, act, fault }] of history.entries()) {
    if (!fault) continue
    const without = shortest.with(index, { at, act })
    if (await fails(without)) shortest = without
  }
  return shortest
}
