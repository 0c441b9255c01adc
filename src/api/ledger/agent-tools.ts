import { asRepeated, type OncePerAgentRun } from '#shared/credits/rating.ts'
import type { TeamWrites } from '../ports.ts'
import type { Bookable } from './bookable.ts'

export type AgentTools = {
  /** The event as it is charged: nothing, where its agent run was charged for the tool before. */
  priced: (item: Bookable) => Bookable
  charged: (item: Bookable) => void
  write: () => Promise<void>
}

/** Which tools each agent run was charged for, in this batch and before. */
export async function openAgentTools(
  tx: TeamWrites,
  bookable: readonly Bookable[],
): Promise<AgentTools> {
  const asked = bookable.flatMap((item) => onceOf(item) ?? [])
  const known = asked.length > 0 ? await tx.agentTools(asked) : []
  const seen = new Set(known.map(keyOf))
  const fresh: OncePerAgentRun[] = []
  return {
    priced: (item) => {
      const once = onceOf(item)
      if (!once || !seen.has(keyOf(once))) return item
      return { ...item, rating: asRepeated(item.rating) }
    },
    charged: (item) => {
      const once = onceOf(item)
      if (!once || seen.has(keyOf(once))) return
      seen.add(keyOf(once))
      fresh.push(once)
    },
    write: async () => {
      if (fresh.length > 0) await tx.addAgentTools(fresh)
    },
  }
}

function onceOf({ event }: Bookable): OncePerAgentRun | undefined {
  return 'once' in event.usage ? event.usage.once : undefined
}

function keyOf({ agentRun, tool }: OncePerAgentRun): string {
  return JSON.stringify([agentRun, tool])
}
