import type { Resource } from '#shared/credits/resources.ts'

/** Where each resource has its page. */
export const RESOURCE_PAGES = {
  flows: '/flows',
  ai: '/ai-credits',
  'api-calls': '/api-calls',
  assistant: '/assistant',
} as const satisfies Record<Resource, string>

export type PagePath = '/' | '/invoices' | '/team' | (typeof RESOURCE_PAGES)[Resource]
