export const RESOURCES = ['flows', 'ai', 'api-calls', 'assistant'] as const

/** What a team has an allowance of. */
export type Resource = (typeof RESOURCES)[number]

export type ResourceTraits = {
  name: string
  unit: { one: string; many: string }
  /** What the product calls work that stops at the limit. */
  atLimit: 'suspended' | 'paused'
  /** The dimension, besides kind and member, in which its use is broken down. */
  part: { kind: 'flow' | 'server' | 'none'; one: string; many: string }
}

const CREDIT = { one: 'credit', many: 'credits' }

export const RESOURCE_TRAITS: Record<Resource, ResourceTraits> = {
  flows: {
    name: 'Flows credits',
    unit: CREDIT,
    atLimit: 'suspended',
    part: { kind: 'flow', one: 'flow', many: 'flows' },
  },
  ai: {
    name: 'AI credits',
    unit: CREDIT,
    atLimit: 'paused',
    part: { kind: 'none', one: '', many: '' },
  },
  'api-calls': {
    name: 'API calls',
    unit: { one: 'call', many: 'calls' },
    atLimit: 'suspended',
    part: { kind: 'none', one: '', many: '' },
  },
  assistant: {
    name: 'Assistant credits',
    unit: CREDIT,
    atLimit: 'suspended',
    part: { kind: 'server', one: 'server', many: 'servers' },
  },
}
