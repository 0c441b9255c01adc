import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { MembersFilter } from '#web/api/members.ts'
import type { MembersSearch } from './search.ts'

/** What is looked for, from the address; changing it replaces the address without a jump. */
export function useMembersSearch(): {
  filter: MembersFilter
  change: (part: Partial<MembersSearch>) => void
} {
  const search = useSearch({ from: '/ai-credits' })
  const navigate = useNavigate({ from: '/ai-credits' })
  const change = useCallback(
    (part: Partial<MembersSearch>) => {
      void navigate({
        to: '.',
        search: (before) => ({ ...before, ...part }),
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return {
    filter: {
      cycle: search.cycle,
      search: search.search || undefined,
      sort: search.sort ?? 'share',
      order: search.order ?? 'desc',
      state: search.state,
    },
    change,
  }
}
