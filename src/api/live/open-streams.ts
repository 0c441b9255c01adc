import { MOST_STREAMS } from '#shared/credits/team-limits.ts'
import { type Refusal, refuse } from '../answer.ts'

/** Long enough that closed pages are seen to be closed. */
const RETRY_S = 60

/** Counts the streams that are open in this process, by who has them. */
export type OpenStreams = {
  /** Nothing where they have enough; else a function that counts the stream as closed. */
  open: (user: string, kind: 'user' | 'address') => (() => void) | undefined
}

export function createOpenStreams(): OpenStreams {
  const counts = new Map<string, number>()
  return {
    open: (user, kind) => {
      const most = kind === 'user' ? MOST_STREAMS.ofUser : MOST_STREAMS.ofAddress
      const count = counts.get(user) ?? 0
      if (count >= most) return undefined
      counts.set(user, count + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const left = (counts.get(user) ?? 1) - 1
        if (left === 0) counts.delete(user)
        else counts.set(user, left)
      }
    },
  }
}

/** A page without a stream works on; what it shows is fetched anew when it is looked at again. */
export const TOO_MANY_STREAMS: Refusal = {
  ...refuse(
    'too-many-streams',
    'As many pages of yours are open as are told of changes at once. Close some; the others are still right when they are loaded again.',
  ),
  retryAfterSeconds: RETRY_S,
}
