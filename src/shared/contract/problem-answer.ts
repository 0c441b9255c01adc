import { z } from 'zod'

/**
 * A refusal as a page reads it: it shows the server's words and knows few codes, so it carries no
 * table of all of them, and one that is newer than the page is read like any other.
 */
export const problemAnswerSchema = z.object({
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string().optional(),
})
export type ProblemAnswer = z.infer<typeof problemAnswerSchema>
