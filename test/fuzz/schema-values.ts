import * as fc from 'fast-check'
import { z } from 'zod'

/** As much of JSON Schema as the API's document uses. */
export type Schema = {
  type?: string | string[] | undefined
  enum?: unknown[] | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  additionalProperties?: boolean | Schema | undefined
  items?: Schema | undefined
  minItems?: number | undefined
  maxItems?: number | undefined
  minimum?: number | undefined
  maximum?: number | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  pattern?: string | undefined
  format?: string | undefined
}

export const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), schemaSchema]).optional(),
    items: schemaSchema.optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
  }),
)

/** Values that are there, by the name that a field has for them. */
export type Known = ReadonlyMap<string, readonly (string | number)[]>

/** Longer arrays and texts find nothing that shorter ones don't. */
const MOST_ITEMS = 4
const LONGEST = 24
const YEAR_2000 = Date.UTC(2000, 0, 1)
const YEAR_2040 = Date.UTC(2040, 0, 1)

/** Values that a schema lets pass; `name` is the field that they are for. */
export function madeOf(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map((each) => madeOf(each, known, name)))
  const types = [schema.type ?? 'any'].flat()
  return fc.oneof(...types.map((type) => ofType(type, { schema, known, name })))
}

type Of = { schema: Schema; known: Known; name: string }

function ofType(type: string, of: Of): fc.Arbitrary<unknown> {
  const { schema, known, name } = of
  switch (type) {
    case 'object':
      return objectOf(of)
    case 'array': {
      const { items = {}, minItems = 0, maxItems = MOST_ITEMS } = schema
      const most = Math.max(minItems, Math.min(maxItems, MOST_ITEMS))
      return fc.array(madeOf(items, known, name), { minLength: minItems, maxLength: most })
    }
    case 'string':
      return textOf(of)
    case 'integer':
    case 'number':
      return integerOf(of)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectOf({ schema, known }: Of): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema
  const fields = Object.entries(properties).map(
    ([name, field]) => [name, madeOf(field, known, name)] as const,
  )
  return fc.record(Object.fromEntries(fields), { requiredKeys: required })
}

function integerOf({ schema, known, name }: Of): fc.Arbitrary<number> {
  const { minimum, maximum } = schema
  const there = (known.get(name) ?? []).filter((value) => typeof value === 'number')
  if (there.length > 0) return fc.constantFrom(...there)
  const min = minimum ?? -1_000_000
  const max = maximum ?? Number.MAX_SAFE_INTEGER
  return fc.oneof(
    fc.integer({ min, max: Math.min(max, min + 50) }),
    fc.integer({ min, max }),
    fc.constantFrom(min, max),
  )
}

function textOf({ schema, known, name }: Of): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = LONGEST } = schema
  const there = (known.get(name) ?? []).filter((value) => typeof value === 'string')
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength
  const any = madeUp(schema).filter(fits)
  if (there.length === 0) return any
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...there) },
    { weight: 1, arbitrary: any },
  )
}

function madeUp({ pattern, format, minLength = 0, maxLength = LONGEST }: Schema) {
  const instant = fc.integer({ min: YEAR_2000, max: YEAR_2040 }).map((at) => new Date(at))
  if (format === 'date') return instant.map((at) => at.toISOString().slice(0, 10))
  if (format === 'date-time') return instant.map((at) => at.toISOString())
  const most = Math.max(minLength, Math.min(maxLength, LONGEST))
  const text = fc.string({ unit: 'grapheme', minLength, maxLength: most })
  if (pattern === undefined) return text
  const whole = new RegExp(pattern, 'u')
  if (whole.test('http://x') && !whole.test('x'))
    return text.map((each) => `http://127.0.0.1:9/${encodeURIComponent(each.toWellFormed())}`)
  return matching(pattern) ?? text.filter((each) => whole.test(each))
}

/** What fast-check can't make of a pattern (what it looks ahead for, a class of Unicode) is left out. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  if (pattern.includes('\\p{')) return undefined
  const whole = new RegExp(pattern, 'u')
  return fc
    .stringMatching(new RegExp(pattern.replace(/\(\?!.*?\)/, ''), 'u'), { maxLength: LONGEST })
    .filter((text) => whole.test(text))
}
