import { z } from 'zod'
import { creditsSchema, idSchema, nameSchema, roleSchema } from './values.ts'

/** As the Postman API answers it, so that a program made for that can ask Headroom. */
export const meReplySchema = z.object({
  user: z.object({
    id: idSchema,
    fullName: nameSchema,
    email: z.string().optional(),
    teamId: idSchema.optional(),
    teamName: nameSchema.optional(),
    roles: z.array(roleSchema),
  }),
  /** Of the open billing cycle; absent for somebody who is in no team. */
  operations: z
    .array(
      z.object({
        name: z.string().meta({ description: '`flow_requests`, `ai_millicredits` and so on' }),
        limit: creditsSchema.meta({ description: '99999999 where there is none' }),
        usage: creditsSchema,
        overage: creditsSchema,
      }),
    )
    .optional(),
})

export const ME_ROUTES = {
  me: {
    method: 'get',
    path: '/api/v1/me',
    summary: 'Who am I, and what is used: in the shape of the Postman API',
    description:
      'A key may be sent as `X-API-Key`, as for that API. A member is told of their own AI credits alone; who sees the team’s figures, of all resources. `ai_millicredits` is in whole credits, whatever its name; `usage` holds `overage`.',
    params: z.object({}),
    query: z.object({ team: idSchema.optional() }),
    body: z.undefined(),
    reply: meReplySchema,
  },
} as const
