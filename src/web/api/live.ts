import { EVENT_STREAM_PATH } from '#shared/contract/routes.ts'
import { whoAsks } from './who-asks.ts'

/** Waits before it asks again for a stream that ended: longer each time, until one is there. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const

export type Following = {
  team: string
  signal: AbortSignal
  /** What changed before this, nothing may have told of: the stream begins, or is not to be had again. */
  onGap: () => void
  onChange: () => void
}

/**
 * Follows a team until `signal` is aborted. A server also ends the stream of whoever is removed,
 * signed out, or has other roles now.
 */
export async function followTeam(options: Following): Promise<void> {
  const { signal, onGap } = options
  let failures = 0
  let hadOne = false
  while (!signal.aborted) {
    const outcome = await listen(options)
    if (signal.aborted) return
    failures = outcome === 'followed' ? 0 : failures + 1
    if (outcome === 'refused' && hadOne) onGap()
    if (outcome !== 'away') hadOne = outcome === 'followed'
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0, signal)
  }
}

async function listen({
  team,
  signal,
  onGap,
  onChange,
}: Following): Promise<'followed' | 'refused' | 'away'> {
  const path = EVENT_STREAM_PATH.replace('{team}', encodeURIComponent(team))
  const headers = { accept: 'text/event-stream', ...whoAsks() }
  try {
    const response = await fetch(new URL(path, window.location.origin), { headers, signal })
    if (!response.ok || !response.body) return 'refused'
    onGap()
    // Cut off it was there all the same.
    await readEvents(response.body, onChange).catch(() => undefined)
    return 'followed'
  } catch {
    // The server is away, or the reader left: what is on screen stays.
    return 'away'
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, onChange: () => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = events.pop() ?? ''
    if (events.some((event) => event.startsWith('event: changed'))) onChange()
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
