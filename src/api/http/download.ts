import type { Download } from '../download-route.ts'
import { streamOf } from '../exports/csv.ts'

/** Sends a file while it is made. What fails then breaks the answer off: half a file looks like none. */
export function downloadResponse(
  { name, parts }: Download,
  failed: (error: unknown) => void,
): Response {
  return new Response(streamOf(told(parts, failed)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
      'cache-control': 'no-store',
    },
  })
}

async function* told(
  parts: AsyncGenerator<string>,
  failed: (error: unknown) => void,
): AsyncGenerator<string> {
  try {
    yield* parts
  } catch (error) {
    failed(error)
    throw error
  }
}
