import { z } from 'zod'

const text = z.string().optional().catch(undefined)

/** Kept in the address. What an action can be, the page knows: the first one need not. */
export const auditSearchSchema = z.object({ actor: text, action: text, from: text, to: text })
export type AuditSearch = z.output<typeof auditSearchSchema>
