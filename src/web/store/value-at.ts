/** What is at a path in some JSON, where a schema would come too late. */
export function valueAt(json: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return json
  if (typeof json !== 'object' || json === null) return undefined
  return valueAt(new Map(Object.entries(json)).get(name), rest)
}
