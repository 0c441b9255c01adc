import { z } from 'zod'

/**
 * A copy of a whole database as lines of JSON: what it is, rows table by table and owner by owner, and
 * how many there should have been. The same from either database: instants are milliseconds, yes and no
 * are 1 and 0, dates are ISO 8601.
 */
export const headSchema = z.object({
  headroom: z.literal('ledger'),
  made: z.iso.datetime(),
  /** The form that the tables are in. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
})
export type Head = z.infer<typeof headSchema>

export const rowsSchema = z.object({ table: z.string(), rows: z.array(z.array(z.unknown())) })
export const endSchema = z.object({ end: z.record(z.string(), z.int()) })
