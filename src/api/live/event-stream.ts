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
  { team, mayStill }: { team: string; mayStill: () => Promise<boolean> },
): Response {
  let isOver = false
  let end = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const encoder = new TextEncoder()
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
      const close = () => {
        if (isOver) return
        isOver = true
        end()
        controller.close()
      }
      say(': here\n\n')
      const leave = changes.follow(team, { changed, closed: () => close() })
      end = () => {
        leave()
        clearInterval(beat)
        clearTimeout(gathering)
      }
      // It may have been over before it began.
      if (isOver) end()
    },
    // Whatever is asked meanwhile is told to nobody: a stream that was left takes nothing more.
    cancel: () => {
      isOver = true
      end()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Once it is over, its connection is not kept for another request: a server may be stopping.
      connection: 'close',
      // A proxy that gathers would tell nothing in time.
      'x-accel-buffering': 'no',
    },
  })
}
