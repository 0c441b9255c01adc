import type { Allowance } from './catalog.ts'
import type { Resource } from './resources.ts'

export const PROVIDERS = ['postman', 'flowly'] as const

/** Whose account Headroom can read. */
export type Provider = (typeof PROVIDERS)[number]

export const PROVIDER_NAMES: Record<Provider, string> = { postman: 'Postman', flowly: 'Flowly' }

/** What a provider's figure counts. */
export type FigureTraits = {
  resource: Resource
  /** What people call it beside the resource's other figures. */
  label: string
  /** Whether it begins anew with each of the provider's own billing cycles. */
  renews: boolean
}

/** `ai_millicredits` is in whole credits, whatever its name says. */
const FIGURES: Record<Provider, ReadonlyMap<string, FigureTraits>> = {
  postman: new Map([
    ['flow_requests', { resource: 'flows', label: 'Flows credits', renews: true }],
    ['ai_millicredits', { resource: 'ai', label: 'AI credits', renews: true }],
    ['api_usage', { resource: 'api-calls', label: 'API calls', renews: true }],
  ]),
  flowly: new Map([
    ['plan', { resource: 'assistant', label: 'Monthly credits', renews: true }],
    ['bonus', { resource: 'assistant', label: 'Bonus credits', renews: false }],
  ]),
}

/** Nothing for a name that Headroom has no resource for: its figure is kept and never booked. */
export function figureTraits(provider: Provider, name: string): FigureTraits | undefined {
  return FIGURES[provider].get(name)
}

/** The provider whose account tells of the resource. */
export function providerOf(resource: Resource): Provider {
  return resource === 'assistant' ? 'flowly' : 'postman'
}

/** What Postman says where there is no limit. */
export const UNLIMITED = 99_999_999

/** A provider's limit, which may have decimals: whole credits, as no more can be used of it. */
export function reportedAllowance(limit: number): Allowance {
  return limit >= UNLIMITED
    ? { kind: 'unlimited' }
    : { kind: 'limited', credits: Math.floor(limit) }
}
