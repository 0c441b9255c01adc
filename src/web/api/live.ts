import { EVENT_STREAM_PATH } from '#shared/contract/routes.ts'
import { whoAsks } from './who-asks.ts'

/** Waits before it asks again for a stream that ended: longer each time, until one is there. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const

/**
 * Follows a team until `signal` is aborted: `onChange` is called when something of it changed, and
 * `onGap` after a time in which that could not be heard. A server also ends the stream of whoever is
 * removed, signed out, or has other roles now.
 */
export async function followTeam(options: {
  team: string
  signal: AbortSignal
  onChange: () => void
  onGap: () => void
}): Promise<void> {
  const { signal, onGap } = options
  let failures = 0
  while (!signal.aborted) {
    const heard = await listen(options)
    if (signal.aborted) return
    failures = heard ? 0 : failures + 1
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0, signal)
    if (heard && !signal.aborted) onGap()
  }
}

/** @returns whether there was a stream at all */
async function listen(options: {
  team: string
  signal: AbortSignal
  onChange: () => void
}): Promise<boolean> {
  const { team, signal, onChange } = options
  const path = EVENT_STREAM_PATH.replace('{team}', encodeURIComponent(team))
  const headers = { accept: 'text/event-stream', ...whoAsks() }
  try {
    const response = await fetch(new URL(path, window.location.origin), { headers, signal })
    if (!response.ok || !response.body) return false
    await readEvents(response.body, onChange)
    return true
  } catch {
    // The server is away, or the reader left: what is on screen stays.
    return false
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
