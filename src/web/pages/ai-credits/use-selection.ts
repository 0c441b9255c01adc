import { useMemo, useState } from 'react'
import { MAX_SWITCHED } from '#shared/contract/switch.ts'
import type { MemberBalance } from '#shared/contract/usage.ts'

export type Selection = {
  has: (id: string) => boolean
  /** In the order they were chosen. */
  rows: readonly MemberBalance[]
  /** No more can be chosen: one decision names no more. */
  isFull: boolean
  set: (rows: readonly MemberBalance[], chosen: boolean) => void
  clear: () => void
}

/** The members chosen for one decision. It outlives a search, so that several can add up. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, MemberBalance>>(new Map())
  return useMemo(
    () => ({
      has: (id) => chosen.has(id),
      rows: [...chosen.values()],
      isFull: chosen.size >= MAX_SWITCHED,
      set: (rows, isChosen) => setChosen((before) => changed(before, { rows, isChosen })),
      clear: () => setChosen(new Map()),
    }),
    [chosen],
  )
}

function changed(
  before: ReadonlyMap<string, MemberBalance>,
  { rows, isChosen }: { rows: readonly MemberBalance[]; isChosen: boolean },
): ReadonlyMap<string, MemberBalance> {
  const next = new Map(before)
  for (const row of rows) {
    if (!isChosen) next.delete(row.member.id)
    else if (row.payAsYouGo !== 'unavailable' && next.size < MAX_SWITCHED) {
      next.set(row.member.id, row)
    }
  }
  return next
}
