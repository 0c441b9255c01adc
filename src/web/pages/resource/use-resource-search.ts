import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type ResourceSearch, resourceSearchSchema } from './search.ts'

/** What of the resource is looked at, from the address: the same on each resource's page. */
export function useResourceSearch(): {
  cycle: string | undefined
  search: ResourceSearch
  change: (part: Partial<ResourceSearch>) => void
} {
  const { cycle } = useSearch({ from: '__root__' })
  const search = useSearch({ strict: false, select: (all) => resourceSearchSchema.parse(all) })
  const navigate = useNavigate()
  const change = useCallback(
    (part: Partial<ResourceSearch>) => {
      void navigate({
        to: '.',
        search: (before) => ({ ...before, ...part }),
        resetScroll: false,
      })
    },
    [navigate],
  )
  return { cycle, search, change }
}
