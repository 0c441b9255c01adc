import type { Context } from 'hono'
import type { Asker } from './people-route.ts'

declare module 'hono' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface is merged with the library's.
  interface ContextVariableMap {
    /** Where the request comes from, as the host that took it knows. */
    address: string | undefined
  }
}

const LONGEST = 300

export function askerOf(c: Context): Asker {
  const browser = c.req.header('user-agent')?.slice(0, LONGEST)
  const origin = { address: c.get('address'), browser }
  return { headers: c.req.raw.headers, origin, requestId: c.get('requestId') }
}
