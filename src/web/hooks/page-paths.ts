import type { Resource } from '#shared/credits/resources.ts'

/** Pages that are there for somebody who has no session. */
export const OPEN_PATHS: readonly string[] = ['/sign-in', '/set-up', '/invitation']

/** Where each resource has its page. */
export const RESOURCE_PAGES = {
  flows: '/flows',
  ai: '/ai-credits',
  'api-calls': '/api-calls',
  assistant: '/assistant',
} as const satisfies Record<Resource, string>

export type PagePath = '/' | '/invoices' | '/team' | (typeof RESOURCE_PAGES)[Resource]
