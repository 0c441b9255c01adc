import { delay, HttpResponse, http } from 'msw'
import { problemResponse } from '#api/http/problem.ts'
import type { World } from './world.ts'

const SLOW_MS = 2_500

/** Every request to the API goes to the world; its faults come before it. */
export function apiHandlers(world: World) {
  return [
    // Not `/api/` alone: the development server has modules of that name.
    http.all('*/api/v1/*', async ({ request }) => {
      switch (world.fault) {
        case 'none':
          return world.fetch(request)
        case 'slow':
          await delay(SLOW_MS)
          return world.fetch(request)
        case 'errors':
          return problemResponse(
            { code: 'internal', detail: 'The preview bar asked for this.' },
            { requestId: 'preview' },
          )
        case 'offline':
          return HttpResponse.error()
        default:
          return world.fault satisfies never
      }
    }),
  ]
}
