import { z } from 'zod'
import {
  creditsSchema,
  cycleSchema,
  idSchema,
  instantSchema,
  microsSchema,
  resourceSchema,
  teamRefSchema,
} from './values.ts'

const lineShape = {
  /** Names the line within its invoice; the same from draft to final. */
  id: z.string(),
  title: z.string(),
  resource: resourceSchema,
  /** Quantity times price, and the same in whole minor units of the currency: what is paid. */
  exactMicros: microsSchema,
  micros: microsSchema,
}

export const invoiceLineSchema = z.discriminatedUnion('kind', [
  z.object({
    ...lineShape,
    kind: z.literal('pay-as-you-go'),
    /** Used in an earlier cycle, which was invoiced when it was reported. */
    late: z.boolean(),
    blockCredits: creditsSchema,
    blockMicros: microsSchema,
    blocks: z.int(),
    charges: z.int(),
  }),
  z.object({
    ...lineShape,
    kind: z.literal('bonus-pack'),
    packCredits: creditsSchema,
    packMicros: microsSchema,
    packs: z.int(),
  }),
])
export type InvoiceLineView = z.infer<typeof invoiceLineSchema>

/** A draft grows with the charges and is kept nowhere; a final invoice never changes. */
const invoiceStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('draft'),
    /** When it becomes final: a day after the cycle's end, so that late reports are on it. */
    finalAt: instantSchema,
  }),
  z.object({ kind: z.literal('final'), number: z.int(), name: idSchema, issuedAt: instantSchema }),
])
export type InvoiceState = z.infer<typeof invoiceStateSchema>

const invoiceSummarySchema = z.object({
  cycle: cycleSchema.omit({ index: true }),
  state: invoiceStateSchema,
  currency: z.string(),
  lines: z.int(),
  totalMicros: microsSchema,
})
export type InvoiceSummary = z.infer<typeof invoiceSummarySchema>

const invoicesShape = {
  asOf: instantSchema,
  team: teamRefSchema.extend({ zone: z.string() }),
}

export const invoicesReplySchema = z.object({
  ...invoicesShape,
  /** Newest first; drafts before final ones. A cycle without anything to pay has none. */
  invoices: z.array(invoiceSummarySchema),
})
export type InvoicesReply = z.infer<typeof invoicesReplySchema>

export const invoiceReplySchema = z.object({
  ...invoicesShape,
  invoice: invoiceSummarySchema.extend({ lines: z.array(invoiceLineSchema) }),
})
export type InvoiceReply = z.infer<typeof invoiceReplySchema>
