import { z } from 'zod'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Provider } from '#shared/credits/provider.ts'
import type { Figure } from '#shared/credits/reading.ts'
import { plainTextSchema } from './values.ts'

/** More than any account has; what comes after is counted as unreadable. */
const MOST_FIGURES = 200

/** What a provider's answer says, or why it says nothing. */
export type ReadAnswer =
  | { kind: 'figures'; figures: Figure[]; unreadable: number }
  /** As Postman answers guests and partners. */
  | { kind: 'no-figures' }
  | { kind: 'misshapen' }

/** Reads an answer of somebody else's: what is not as documented is left out, never guessed. */
export function readAnswer(provider: Provider, body: unknown): ReadAnswer {
  switch (provider) {
    case 'postman':
      return readPostman(body)
    case 'flowly':
      return readFlowly(body)
    default:
      return provider satisfies never
  }
}

const amountSchema = z.number().min(0).max(MAX_CREDITS)

const operationSchema = z.object({
  name: plainTextSchema.min(1).max(64),
  usage: amountSchema,
  limit: amountSchema.optional(),
  overage: amountSchema.optional(),
})

const postmanSchema = z.object({
  user: z.looseObject({}),
  operations: z.array(z.unknown()).optional(),
})

function readPostman(body: unknown): ReadAnswer {
  const parsed = postmanSchema.safeParse(body)
  if (!parsed.success) return { kind: 'misshapen' }
  const { operations } = parsed.data
  if (!operations) return { kind: 'no-figures' }
  const figures = new Map<string, Figure>()
  for (const operation of operations) {
    const figure = operationSchema.safeParse(operation)
    // Of two with one name nobody can say which is right: the first, at every reading.
    if (!figure.success || figures.has(figure.data.name) || figures.size === MOST_FIGURES) continue
    figures.set(figure.data.name, figure.data)
  }
  const unreadable = operations.length - figures.size
  return { kind: 'figures', figures: [...figures.values()], unreadable }
}

const creditsSchema = z.object({ total: amountSchema, used: amountSchema })

const flowlySchema = z.object({
  credits: z.object({ plan: z.unknown(), bonus: z.unknown() }),
  periodStart: z.unknown(),
  periodEnd: z.unknown(),
})

/** An ISO date or instant, or milliseconds. */
const instantSchema = z.union([
  z.int(),
  z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => Date.parse(text)),
])

function readFlowly(body: unknown): ReadAnswer {
  const parsed = flowlySchema.safeParse(body)
  if (!parsed.success) return { kind: 'misshapen' }
  const { credits } = parsed.data
  const period = periodOf(parsed.data)
  const figures: Figure[] = []
  for (const [name, part] of Object.entries(credits)) {
    const figure = creditsSchema.safeParse(part)
    if (!figure.success) continue
    const { total: limit, used: usage } = figure.data
    figures.push({ name, usage, limit, ...(name === 'plan' && period ? { period } : {}) })
  }
  if (figures.length === 0) return { kind: 'misshapen' }
  return { kind: 'figures', figures, unreadable: 2 - figures.length }
}

/** Both ends or nothing: a beginning alone does not tell one cycle from the next. */
function periodOf(answer: { periodStart?: unknown; periodEnd?: unknown }): Figure['period'] {
  const start = instantSchema.safeParse(answer.periodStart)
  const end = instantSchema.safeParse(answer.periodEnd)
  if (!start.success || !end.success || start.data >= end.data) return undefined
  return { start: start.data, end: end.data }
}
