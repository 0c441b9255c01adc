import { useRef, useState } from 'react'

/** The one key that is shown now. Once it is kept, the focus goes back to the `part` that showed it. */
export function useNewSecret() {
  const [secret, show] = useState<string>()
  const part = useRef<HTMLElement>(null)
  function hide(): void {
    part.current?.focus({ preventScroll: true })
    show(undefined)
  }
  return { part, secret, show, hide }
}
