import { MAX_BATCH } from '#shared/contract/event.ts'
import type { Ingest } from '../ledger/ingest.ts'
import { readJson } from './parse.ts'
import { problemResponse } from './problem.ts'

/** One event, or a batch of up to {@link MAX_BATCH}; a result for each, in the order sent. */
export async function takeEvents(request: Request, ingest: Ingest): Promise<Response> {
  const body = await readJson(request)
  if (!body.ok) return problemResponse(body)
  const events: readonly unknown[] = Array.isArray(body.value) ? body.value : [body.value]
  if (events.length > MAX_BATCH) {
    const detail = `a batch holds at most ${MAX_BATCH} events, this one has ${events.length}`
    return problemResponse({ code: 'too-large', detail })
  }
  return Response.json(await ingest(events), { headers: { 'cache-control': 'no-store' } })
}
