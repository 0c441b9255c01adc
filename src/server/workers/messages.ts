import { z } from 'zod'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { PageFile } from '../pages.ts'
import type { Announced } from '../server.ts'

/** A metric of one process, with its values. */
export type Figure = { name: string; type: string }

/** All that serves is of one moment: whoever is started again later has the same pages and prices. */
const startSchema = z.object({
  kind: z.literal('start'),
  isFirst: z.boolean(),
  walks: z.boolean(),
  /** What the first of them found; undefined for that one itself. */
  viewAs: z.enum(['on', 'off']).optional(),
  pages: z.map(z.string(), z.custom<PageFile>(isObject)),
  catalog: z.custom<Catalog>(isObject),
})

const toWorkerSchema = z.discriminatedUnion('kind', [
  startSchema,
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('tell-figures'), question: z.int() }),
])

const fromWorkerSchema = z.discriminatedUnion('kind', [
  /** It listens to what it is told. */
  z.object({ kind: z.literal('here') }),
  z.object({
    kind: z.literal('serves'),
    announced: z.custom<Announced>(isObject),
    signsIn: z.boolean(),
  }),
  z.object({
    kind: z.literal('figures'),
    question: z.int(),
    figures: z.array(z.custom<Figure>(isFigure)),
  }),
])

export type StartMessage = z.input<typeof startSchema>
export type ToWorker = z.input<typeof toWorkerSchema>
export type FromWorker = z.output<typeof fromWorkerSchema>

/** Nothing of what libraries tell each other over the same channel. */
export function toWorkerFrom(message: unknown): z.output<typeof toWorkerSchema> | undefined {
  return toWorkerSchema.safeParse(message).data
}

export function fromWorkerFrom(message: unknown): FromWorker | undefined {
  return fromWorkerSchema.safeParse(message).data
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** What the library gives says otherwise than its types: a type is a word. */
export function isFigure(value: unknown): value is Figure {
  return isObject(value) && 'name' in value && 'type' in value && typeof value.type === 'string'
}
