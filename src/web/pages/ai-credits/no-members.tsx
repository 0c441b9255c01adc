import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'

export function NoMembers({
  isFiltered,
  onShowAll,
}: {
  isFiltered: boolean
  onShowAll: () => void
}) {
  if (isFiltered) {
    return (
      <EmptyState
        title="No member matches"
        action={<Button onClick={onShowAll}>Show all members</Button>}
      >
        The search looks at names and addresses.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="This team has no members yet">
      A member shows here once they are added to the team.
    </EmptyState>
  )
}
