import { z } from 'zod'
import {
  aiUsageSchema,
  apiCallsSchema,
  assistantUsageSchema,
  flowsUsageSchema,
  reportedUsageSchema,
} from '#shared/contract/event.ts'
import type { CellKind } from './cells.ts'

export type EventField = { schema: z.ZodType; kind: CellKind; required: boolean }

/** What the data of each type of event holds, read from the contract so that it can't differ. */
export const EVENT_FIELDS = {
  'headroom.flows.usage': fieldsOf(flowsUsageSchema.shape.data),
  'headroom.ai.usage': fieldsOf(aiUsageSchema.shape.data),
  'headroom.api.calls': fieldsOf(apiCallsSchema.shape.data),
  'headroom.assistant.usage': fieldsOf(assistantUsageSchema.shape.data),
  'headroom.reported.usage': fieldsOf(reportedUsageSchema.shape.data),
}
export type EventType = keyof typeof EVENT_FIELDS

function fieldsOf(data: { shape: Record<string, z.ZodType> }): Map<string, EventField> {
  return new Map(
    Object.entries(data.shape).map(([name, schema]) => [
      name,
      {
        schema: given(schema),
        kind: kindOf(schema),
        required: !schema.safeParse(undefined).success,
      },
    ]),
  )
}

/** The schema of the value where there is one. */
function given(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner = schema.unwrap()
    if (inner instanceof z.ZodType) return given(inner)
  }
  return schema
}

function kindOf(schema: z.ZodType): CellKind {
  const { type } = z.toJSONSchema(given(schema))
  switch (type) {
    case 'string':
      return 'text'
    case 'integer':
      return 'whole'
    case 'boolean':
      return 'flag'
    default:
      throw new Error(`a column can't hold a value of type ${type}`)
  }
}
