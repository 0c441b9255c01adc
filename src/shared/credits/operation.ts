import { type Account, totalOf } from './account.ts'
import type { Credits } from './amounts.ts'
import { UNLIMITED } from './provider.ts'
import type { Resource } from './resources.ts'

/** How an account stands, in the shape of the Postman API's `GET /me`. */
export type Operation = {
  name: string
  /** {@link UNLIMITED} where there is none. */
  limit: Credits
  /** All that was used, also past the limit. */
  usage: Credits
  /** What of it neither the allowance nor bonus credits covered. */
  overage: Credits
}

/** As the Postman API names them; it has no assistant. */
const NAMES: Record<Resource, string> = {
  flows: 'flow_requests',
  ai: 'ai_millicredits',
  'api-calls': 'api_usage',
  assistant: 'assistant_credits',
}

export function operationOf(
  resource: Resource,
  { allowance, used }: Pick<Account, 'allowance' | 'used'>,
): Operation {
  return {
    name: NAMES[resource],
    limit: allowance.kind === 'unlimited' ? UNLIMITED : allowance.credits,
    usage: totalOf(used),
    overage: used.payAsYouGo + used.uncovered,
  }
}
