/** `/teams/{team}/usage` filled in, with the query's defined values. */
export function urlOf(path: string, request: { params: unknown; query?: unknown }): string {
  const params = new Map(Object.entries(request.params ?? {}))
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params.get(name))),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  // An absolute address: the same in a browser and in a test's DOM.
  const url = new URL(filled, window.location.origin)
  url.search = query.toString()
  return url.href
}
