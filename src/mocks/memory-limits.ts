import type { Limits } from '#api/limits/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { LimitName, RateLimit } from '#shared/credits/rate-limit.ts'

/** Counts in one page. */
export function memoryLimits(options: {
  limits: Record<LimitName, RateLimit>
  now: () => Millis
}): Limits {
  const windows = new Map<string, { used: number; resetAt: Millis }>()
  const open = (id: string, lastsMs: number) => {
    const at = options.now()
    const known = windows.get(id)
    // The preview's clock may be set back: no window is further away than its length.
    const isOpen = known && known.resetAt > at && known.resetAt <= at + lastsMs
    const window = isOpen ? known : { used: 0, resetAt: at + lastsMs }
    windows.set(id, window)
    return window
  }
  return {
    take: async ({ of, key }) => {
      const limit = options.limits[of]
      const window = open(idOf(of, key), limit.seconds * 1_000)
      window.used++
      return {
        allowed: window.used <= limit.most,
        limit,
        remaining: Math.max(0, limit.most - window.used),
        resetMs: window.resetAt - options.now(),
      }
    },
    forget: async ({ of, key }) => void windows.delete(idOf(of, key)),
  }
}

function idOf(of: LimitName, key: string): string {
  return `${of} ${key}`
}
