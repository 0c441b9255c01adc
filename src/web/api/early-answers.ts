/** Later than this, what was asked early is no longer what the page should begin with. */
const MOST_MS = 10_000

const ACCEPT = { accept: 'application/json' }

type Asked = { viewer: string; answer: Promise<Response> }

const asked = new Map<string, Asked>()
/** What the page came to ask for meanwhile. */
const wanted = new Set<string>()
let since = Number.NEGATIVE_INFINITY

export function beginEarly(): void {
  since = performance.now()
  asked.clear()
  wanted.clear()
}

/**
 * Asks for what the page will ask for once its scripts run, which takes longer than the answer. Not
 * what it wanted already: the answer would be left for a later question, and be older than that.
 */
export function askEarly(
  url: string,
  viewer: Record<string, string>,
): Promise<Response> | undefined {
  if (wanted.has(url)) return undefined
  const answer = fetch(url, { headers: { ...ACCEPT, ...viewer } })
  // Where nobody takes it, nobody misses it.
  answer.catch(() => undefined)
  asked.set(url, { viewer: JSON.stringify(viewer), answer })
  return answer
}

/**
 * The answer to the very same question, if it was asked early. Once: who asks again wants to know
 * how it is by then.
 */
export function takeEarly(
  url: string,
  viewer: Record<string, string>,
): Promise<Response> | undefined {
  if (performance.now() - since >= MOST_MS) return undefined
  wanted.add(url)
  const early = asked.get(url)
  asked.delete(url)
  return early?.viewer === JSON.stringify(viewer) ? early.answer : undefined
}
