import type { Changes } from './changes.ts'

/** However much is committed, a page is told at most this often; well within two seconds. */
const GATHER_MS = 500
/** Often enough that nothing between takes the line for dead. */
const BEAT_MS = 15_000
/** A reader so far behind is let go: it comes back and fetches anew. */
const MOST_UNREAD = 100

/** Server-sent events: one `changed` for whatever happened to the team. What, the page fetches. */
export function eventStream(
  changes: Changes,
  options: {
    team: string
    mayStill: () => Promise<boolean>
    /** It is over, in whatever way; called once. */
    ended: () => void
  },
): Response {
  const { team, mayStill, ended } = options
  let end = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const encoder = new TextEncoder()
      let isOver = false
      const say = (text: string) => {
        if ((controller.desiredSize ?? 0) < -MOST_UNREAD) return close()
        controller.enqueue(encoder.encode(text))
      }
      let gathering: ReturnType<typeof setTimeout> | undefined
      const tell = async (text: string) => {
        if (isOver) return
        const may = await mayStill().catch(() => false)
        if (isOver) return
        if (may) say(text)
        else close()
      }
      const beat = setInterval(() => void tell(': here\n\n'), BEAT_MS)
      const changed = () => {
        gathering ??= setTimeout(() => {
          gathering = undefined
          void tell('event: changed\ndata: {}\n\n')
        }, GATHER_MS)
      }
      let leave = () => {}
      // Whoever went while it was asked whether they may still read is told nothing any more.
      end = () => {
        isOver = true
        leave()
        clearInterval(beat)
        clearTimeout(gathering)
        ended()
      }
      const close = () => {
        if (isOver) return
        end()
        controller.close()
      }
      say(': here\n\n')
      leave = changes.follow(team, { changed, closed: () => close() })
      // It may have been over before it began.
      if (isOver) leave()
    },
    cancel: () => end(),
  })
  return new Response(body, { headers: STREAM_HEADERS })
}

/** Of what a stream would be, without one: nothing stays open for whoever only asks. */
export function streamHead(): Response {
  return new Response(null, { headers: STREAM_HEADERS })
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Once it is over, its connection is not kept for another request: a server may be stopping.
  connection: 'close',
  // A proxy that gathers would tell nothing in time.
  'x-accel-buffering': 'no',
}
