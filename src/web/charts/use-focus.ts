import { type RefObject, useEffect, useRef } from 'react'

/** Focuses an element as it appears, if it is to take the focus. */
export function useFocus<E extends HTMLElement>(takesFocus: boolean): RefObject<E | null> {
  const ref = useRef<E>(null)
  useEffect(() => {
    if (takesFocus) ref.current?.focus()
  }, [takesFocus])
  return ref
}
