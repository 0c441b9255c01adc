import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { rowFor } from './row-keys.ts'

type RowKeys = {
  body: RefObject<HTMLElement | null>
  /** Rows that are loaded; not all of them are drawn. */
  rows: number
  rowHeight: number
  scrollTo: (index: number) => void
}

/** The head of the table is the first row to a reader. */
const FIRST_ROW = 2

/**
 * From a row's switch or checkbox to that of another row. All of them stay in the tab order, where a
 * person looks for them first. A row that isn't drawn yet takes the focus once it is.
 */
export function useRowKeys({ body, rows, rowHeight, scrollTo }: RowKeys) {
  const wanted = useRef<{ index: number; role: string }>(undefined)

  function focusWanted(): void {
    if (!wanted.current) return
    const { index, role } = wanted.current
    const row = body.current?.querySelector(`[aria-rowindex="${index + FIRST_ROW}"]`)
    const control = row?.querySelector<HTMLElement>(`[role="${role}"]`)
    if (!row || !control) return
    wanted.current = undefined
    control.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }
  // Rows are drawn as they scroll into sight, so it is looked for after each drawing.
  useEffect(focusWanted)

  return (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof Element ? event.target : undefined
    const role = from?.getAttribute('role')
    const at = from?.closest('[aria-rowindex]')?.getAttribute('aria-rowindex')
    if (!role || !at || event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor(window.innerHeight / rowHeight) - 2)
    const index = rowFor(event.key, { index: Number(at) - FIRST_ROW, last: rows - 1, page })
    if (index === undefined) return
    event.preventDefault()
    wanted.current = { index, role }
    focusWanted()
    if (wanted.current) scrollTo(index)
  }
}
