import { z } from 'zod'
import { type Schema, schemaSchema } from './schema-values.ts'

const contentSchema = z.record(z.string(), z.object({ schema: z.unknown() }))

const operationSchema = z.object({
  operationId: z.string(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema: schemaSchema,
      }),
    )
    .default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: schemaSchema }) }) })
    .optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema })),
})

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
})

export type Operation = {
  id: string
  method: string
  path: string
  parameters: z.output<typeof operationSchema>['parameters']
  body: Schema | undefined
  /** Of an answer with this status and content type: what it must be; nothing if undocumented. */
  answerOf: (status: number, type: string) => z.ZodType | undefined
}

/** The operations as the API's own document tells of them; nothing is known of it otherwise. */
export function operationsIn(document: unknown): Operation[] {
  return Object.entries(documentSchema.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const { operationId: id, parameters, requestBody, responses } = operation
      const body = requestBody?.content['application/json'].schema
      return {
        id,
        method: method.toUpperCase(),
        path,
        parameters,
        body,
        answerOf: answers(responses),
      }
    }),
  )
}

function answers(responses: z.output<typeof operationSchema>['responses']): Operation['answerOf'] {
  const made = new Map<string, z.ZodType>()
  return (status, type) => {
    const documented = responses[`${status}`] ? `${status}` : status >= 400 ? 'default' : undefined
    const given = documented === undefined ? undefined : responses[documented]?.content[type]
    if (!given) return undefined
    const key = `${documented} ${type}`
    const schema = made.get(key) ?? schemaOf(given.schema)
    made.set(key, schema)
    return schema
  }
}

const jsonSchema = z.record(z.string(), z.json())

/** A pattern is one with `u`, which zod does not read it with: without it, `\\p` is another thing. */
function schemaOf(given: unknown): z.ZodType {
  const readable = JSON.parse(JSON.stringify(given), (name, value) =>
    name === 'pattern' && `${value}`.includes('\\p{') ? undefined : value,
  )
  return z.fromJSONSchema(jsonSchema.parse(readable))
}
