import { z } from 'zod'
import { CHANNELS, DELIVERY_STATES } from '#shared/contract/delivery.ts'

/** Kept in the address; what is not understood falls away. */
export const deliveriesSearchSchema = z.object({
  channel: z.enum(CHANNELS).optional().catch(undefined),
  state: z.enum(DELIVERY_STATES).optional().catch(undefined),
})
export type DeliveriesSearch = z.output<typeof deliveriesSearchSchema>
