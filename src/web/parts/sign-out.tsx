import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '#web/api/people.ts'
import { Button } from '#web/ui/button.tsx'

export function SignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/', search: {} })
      // Nothing of theirs may stay for whoever comes next.
      await client.resetQueries()
    },
  })
  return (
    <Button disabled={isPending} onClick={() => mutate()}>
      Sign out
    </Button>
  )
}
