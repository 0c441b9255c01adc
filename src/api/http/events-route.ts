import { type IngestReply, MAX_BATCH } from '#shared/contract/event.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Ingest, Sender } from '../ledger/ingest.ts'
import { readJson } from './parse.ts'

/** One event, or a batch of up to {@link MAX_BATCH}; a result for each, in the order sent. */
export async function takeEvents(
  request: Request,
  { ingest, sender }: { ingest: Ingest; sender: Sender },
): Promise<Answer<IngestReply>> {
  const body = await readJson(request)
  if (!body.ok) return body
  const events: readonly unknown[] = Array.isArray(body.value) ? body.value : [body.value]
  if (events.length > MAX_BATCH) {
    const detail = `A batch holds at most ${MAX_BATCH} events, this one has ${events.length}.`
    return refuse('too-large', detail)
  }
  return answer(await ingest(events, sender))
}
