import { writeFileSync } from 'node:fs'
import { aiEvent, apiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'

/** A UTC day some days ago, `2026-11-17`. */
export function dayAgo(days: number): string {
  return Temporal.Now.plainDateISO('UTC').subtract({ days }).toString()
}

function noon(days: number): string {
  return `${dayAgo(days)}T12:00:00Z`
}

/**
 * Acme in its first days, as its systems would report it. Cloud runs: 40 connectors at 2 and 15
 * requests at 1 are 95 Flows credits of 100; AI: 340 of 400 for Ada and 25 for Bo; 1,250 API calls;
 * 4,200 tokens in started thousands are 5 Assistant credits.
 */
export function acmeEvents() {
  return [
    flowsEvent({ id: 'f-1', time: noon(3) }, { item: 'connector', count: 30 }),
    flowsEvent({ id: 'f-2', time: noon(2) }, { item: 'connector', count: 10, flow: 'invoices' }),
    flowsEvent({ id: 'f-3', time: noon(2) }, { item: 'http-request', count: 15 }),
    // A manual run of a logic block costs nothing, and is still there to be seen.
    flowsEvent({ id: 'f-4', time: noon(1) }, { item: 'evaluate', run: 'manual', count: 7 }),
    aiEvent({ id: 'a-1', time: noon(2), subject: 'ada' }, { credits: 340 }),
    aiEvent({ id: 'a-2', time: noon(1), subject: 'bo' }, { credits: 25 }),
    apiEvent({ id: 'c-1', time: noon(1) }, 1_250),
    assistantEvent({ id: 's-1', time: noon(1) }, { tokens: 4_200 }),
  ]
}

export function writeNdjson(file: string, events: readonly unknown[]): void {
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
}
