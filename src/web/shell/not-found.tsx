import { Link } from '@tanstack/react-router'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { PageHead } from '#web/parts/page-head.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'

export function NotFound() {
  useDocumentTitle('Not found')
  return (
    <>
      <PageHead title="Not found" figures={undefined} />
      <EmptyState
        title="There is no page at this address"
        action={<Link to="/">Go to Resource usage</Link>}
      >
        It may have been moved, or the link was cut short.
      </EmptyState>
    </>
  )
}
