import type { ResourceReply } from '#shared/contract/resource.ts'

/** One resource's figures; a Member's own come without the team's breakdowns. */
export type Shown = Pick<ResourceReply, 'usage' | 'cycle' | 'asOf' | 'zone' | 'currency'> &
  Partial<Pick<ResourceReply, 'breakdowns' | 'ownKey'>>
