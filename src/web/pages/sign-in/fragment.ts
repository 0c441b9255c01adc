import { useRouterState } from '@tanstack/react-router'

/** What comes after the `#`, as `name=value`; a browser tells it to nobody. */
export function useFragment(): Record<string, string | undefined> {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  return Object.fromEntries(new URLSearchParams(hash))
}
