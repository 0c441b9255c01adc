/** Undoes what a failed transaction wrote: each write leaves the step that takes it back. */
export type Journal = { undo: (() => void)[] }

export function rollBack(journal: Journal): void {
  for (const step of journal.undo.reverse()) step()
}

export function setIn<K, V>(journal: Journal, map: Map<K, V>, key: K, value: V): void {
  const had = map.has(key)
  const before = map.get(key)
  map.set(key, value)
  journal.undo.push(() => {
    if (had && before !== undefined) map.set(key, before)
    else map.delete(key)
  })
}

export function deleteIn<K, V>(journal: Journal, map: Map<K, V>, key: K): void {
  const before = map.get(key)
  if (before === undefined) return
  map.delete(key)
  journal.undo.push(() => map.set(key, before))
}

export function pushTo<V>(journal: Journal, list: V[], values: readonly V[]): void {
  const length = list.length
  for (const value of values) list.push(value)
  journal.undo.push(() => {
    list.length = length
  })
}
