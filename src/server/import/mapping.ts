import { z } from 'zod'
import { type Fault, faultsOf } from '#shared/contract/faults.ts'
import { idSchema } from '#shared/contract/values.ts'
import { isZone } from '#shared/credits/cycle.ts'
import { EVENT_FIELDS, type EventType } from './event-fields.ts'
import { columnSchema, dataSchema, onlyOneOf, sourceSchema } from './mapping-source.ts'

const offsetTimeSchema = z.iso.datetime({
  offset: true,
  error: 'must be an instant such as 2026-01-31T00:00:00Z',
})

const timeSchema = z.discriminatedUnion(
  'form',
  [
    timeForm('iso', {}),
    timeForm('local', {
      zone: z.string().refine(isZone, 'is no time zone known here'),
      overlap: z.enum(['earlier', 'later', 'refuse']).default('earlier'),
    }),
    timeForm('epoch-seconds', {}),
    timeForm('epoch-milliseconds', {}),
    timeForm('seconds-since', { origin: offsetTimeSchema }),
  ],
  'must be iso, local, epoch-seconds, epoch-milliseconds or seconds-since',
)

/** A row counts when all its conditions hold. */
const conditionSchema = z
  .strictObject({
    column: columnSchema,
    equals: z.string().exactOptional(),
    notEquals: z.string().exactOptional(),
    in: z.array(z.string()).min(1).exactOptional(),
    greaterThan: z.number().exactOptional(),
  })
  .check(onlyOneOf('equals', 'notEquals', 'in', 'greaterThan'))

const eventSchema = z.discriminatedUnion(
  'type',
  [
    eventOf('headroom.flows.usage'),
    eventOf('headroom.ai.usage'),
    eventOf('headroom.api.calls'),
    eventOf('headroom.assistant.usage'),
    eventOf('headroom.reported.usage'),
  ],
  `must be one of ${Object.keys(EVENT_FIELDS).join(', ')}`,
)

/** The row's value in `column` says which kind of event it is. */
const choiceSchema = z.strictObject({
  column: columnSchema,
  cases: z.record(z.string(), eventSchema),
})

/** How the rows of a CSV file become usage events. */
const mappingSchema = z
  .strictObject({
    delimiter: z
      .string()
      .regex(/^[^"\r\n]$/, 'must be one character, and no quote or line end')
      .default(','),
    time: timeSchema,
    member: sourceSchema(idSchema).exactOptional(),
    id: z.strictObject({ column: columnSchema }).exactOptional(),
    where: z.array(conditionSchema).default([]),
    event: eventSchema.exactOptional(),
    events: choiceSchema.exactOptional(),
  })
  .check(onlyOneOf('event', 'events'))

export type Mapping = z.output<typeof mappingSchema>
export type Condition = z.output<typeof conditionSchema>
export type EventMapping = z.output<typeof eventSchema>

/** The mapping in a parsed JSON file, or all that is wrong with it. */
export function parseMapping(
  json: unknown,
): { ok: true; mapping: Mapping } | { ok: false; faults: Fault[] } {
  const parsed = mappingSchema.safeParse(json, { reportInput: true })
  if (parsed.success) return { ok: true, mapping: parsed.data }
  return { ok: false, faults: faultsOf(parsed.error) }
}

function timeForm<F extends string, S extends z.core.$ZodLooseShape>(form: F, more: S) {
  return z.strictObject({ form: z.literal(form), column: columnSchema, ...more })
}

function eventOf<T extends EventType>(type: T) {
  return z.strictObject({ type: z.literal(type), data: dataSchema(EVENT_FIELDS[type]) })
}
