import { type ComponentProps, useLayoutEffect, useRef } from 'react'

/**
 * A row of a list that can go by what is done in it: the focus is then in the card that lists it (which
 * takes it with `tabIndex`), and not at the beginning of the page.
 */
export function LeavingRow(props: Omit<ComponentProps<'li'>, 'ref'>) {
  const row = useRef<HTMLLIElement>(null)
  useLayoutEffect(() => {
    const { current } = row
    const card = current?.closest<HTMLElement>('section[tabindex]')
    return () => {
      if (current?.contains(document.activeElement)) card?.focus({ preventScroll: true })
    }
  }, [])
  return <li {...props} ref={row} />
}
