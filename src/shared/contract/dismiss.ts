import { z } from 'zod'
import { idSchema } from './values.ts'

export const dismissBodySchema = z.strictObject({ dismissed: z.boolean() })

export const dismissReplySchema = z.object({ alert: idSchema, dismissed: z.boolean() })
