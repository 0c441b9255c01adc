import type { ResourceUsage } from '#shared/contract/usage.ts'

/** How many members are in which state, for the filter's labels. */
export type Counts = Extract<ResourceUsage['holder'], { kind: 'members' }>['counts']
