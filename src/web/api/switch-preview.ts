import { queryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'
import type { Decision } from './optimistic-switch.ts'

/** What a decision would do. Asked anew each time: it is read just before money is decided. */
export function switchPreviewQuery(team: string, { resource, body }: Decision) {
  return queryOptions({
    queryKey: [...keys.resource(team, resource), 'switch-preview', body],
    queryFn: ({ signal }) =>
      call(PART_ROUTES.previewSwitch, { params: { team, resource }, body, signal }),
    staleTime: 0,
    gcTime: 0,
  })
}
