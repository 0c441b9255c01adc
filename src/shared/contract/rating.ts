import { z } from 'zod'
import { PROVIDERS } from '#shared/credits/provider.ts'
import { creditsSchema, dateSchema, idSchema } from './values.ts'

/** The card and rate that made a charge, as recorded with it. */
export const ratingSchema = z.object({
  kind: z.string(),
  label: z.string(),
  model: z.string().exactOptional(),
  cardId: idSchema,
  cardDate: dateSchema,
  unit: z.enum(['each', 'tokens', 'metered']),
  tokensPerUnit: z.int().exactOptional(),
  quantity: creditsSchema,
  creditsPerUnit: creditsSchema,
  credits: creditsSchema,
  ownKey: z.boolean(),
  repeated: z.literal(true).exactOptional(),
  reported: z.object({ by: z.enum(PROVIDERS), name: z.string() }).exactOptional(),
})
