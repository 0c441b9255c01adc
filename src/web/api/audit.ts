import { infiniteQueryOptions } from '@tanstack/react-query'
import type { AuditFilter } from '#shared/contract/audit.ts'
import { AUDIT_ROUTES } from '#shared/contract/audit-routes.ts'
import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { call, fetchFile } from './client.ts'
import { keys } from './keys.ts'

const PAGE_SIZE = 50

/** Who decided what, newest first, page by page. */
export function auditQuery(team: string, filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: [...keys.team(team), 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call(AUDIT_ROUTES.audit, {
        params: { team },
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function fetchAuditFile(team: string, filter: AuditFilter) {
  return fetchFile(DOWNLOADS.auditFile, { params: { team }, query: filter })
}

function noCursor(): string | undefined {
  return undefined
}
