import { z } from 'zod'
import type { Cell } from './cells.ts'
import type { EventField } from './event-fields.ts'

/** Where a value of an event comes from. */
export type Source =
  | { kind: 'constant'; value: Cell }
  | { kind: 'column'; column: string }
  /** What the column holds is looked up; what isn't there is a fault of the row. */
  | { kind: 'looked-up'; column: string; map: ReadonlyMap<string, Cell> }

export const columnSchema = z.string().min(1)

const cellSchema = z.union(
  [z.string(), z.number(), z.boolean()],
  'must be text, a number, true or false',
)

/** `{ "column": … }`, `{ "column": …, "map": { … } }` or `{ "constant": … }`, for one field. */
export function sourceSchema(field: z.ZodType) {
  const cell = cellSchema.check(allowedBy(field))
  return z
    .strictObject({
      column: columnSchema.exactOptional(),
      constant: cell.exactOptional(),
      map: z.record(z.string(), cell).exactOptional(),
    })
    .check(onlyOneOf('column', 'constant'), ({ value, issues }) => {
      if (value.map && value.column === undefined) {
        issues.push(custom(value, 'belongs to a column', ['map']))
      }
    })
    .transform(({ column, constant, map }): Source => {
      if (column === undefined) return { kind: 'constant', value: constant ?? '' }
      if (map) return { kind: 'looked-up', column, map: new Map(Object.entries(map)) }
      return { kind: 'column', column }
    })
}

/** The sources of all fields of one type of event. */
export function dataSchema(fields: ReadonlyMap<string, EventField>) {
  const shape: Record<string, z.ZodType<Source>> = {}
  for (const [name, { schema, required }] of fields) {
    const source = sourceSchema(schema)
    shape[name] = required ? source : source.exactOptional()
  }
  return z.strictObject(shape)
}

/** A zod check: exactly one of these keys is given. */
export function onlyOneOf(...keys: string[]): z.core.CheckFn<Record<string, unknown>> {
  return ({ value, issues }) => {
    const given = keys.filter((key) => value[key] !== undefined)
    if (given.length !== 1) issues.push(custom(value, `must have one of ${keys.join(', ')}`, []))
  }
}

function allowedBy(field: z.ZodType): z.core.CheckFn<Cell> {
  return ({ value, issues }) => {
    const parsed = field.safeParse(value)
    for (const issue of parsed.error?.issues ?? []) issues.push(custom(value, issue.message, []))
  }
}

function custom(input: unknown, message: string, path: PropertyKey[]): z.core.$ZodRawIssue {
  return { code: 'custom', input, message, path }
}
