import { type Credits, isCredits, type Millis } from './amounts.ts'
import type { Catalog, Rate, RateCard, RunKind } from './catalog.ts'
import { PROVIDER_NAMES, PROVIDERS, type Provider } from './provider.ts'
import type { Resource } from './resources.ts'

/** What was used, as the event says it; amounts are whole and not negative. */
export type Usage = MeasuredUsage | ReportedUsage

type MeasuredUsage =
  | {
      resource: 'flows'
      item: string
      model?: string | undefined
      run: RunKind
      count: number
      /** Of an MCP tool in an AI Agent: it is charged once, however many calls are reported. */
      once?: OncePerAgentRun | undefined
    }
  | { resource: 'ai'; action: string; credits: Credits; ownKey: boolean }
  | { resource: 'api-calls'; group: string; count: number }
  | { resource: 'assistant'; model: string; tokens: number; ownKey: boolean }

/** Credits that a provider counted itself, between two readings of its account. */
type ReportedUsage = { resource: Resource; credits: Credits; reported: Reported }

export type Reported = {
  by: Provider
  /** What the provider calls the figure. */
  name: string
}

/** What names a tool's use in one run of an agent. */
export type OncePerAgentRun = { agentRun: string; tool: string }

/** A usage in credits, with the card and rate that made it. */
export type Rating = {
  /** The kind it counts as in charts and breakdowns. */
  kind: string
  label: string
  model?: string
  cardId: string
  /** The card's date. */
  cardDate: string
  unit: 'each' | 'tokens' | 'metered'
  /** Tokens to one unit; only where the unit is `tokens`. */
  tokensPerUnit?: number
  quantity: number
  creditsPerUnit: Credits
  credits: Credits
  /** Paid to the provider directly: visible, but without credits. */
  ownKey: boolean
  /** Its agent run was charged for this tool already. */
  repeated?: true
  /** Taken as the provider counted it: no card of the catalog made it. */
  reported?: Reported
}

export type RatingRefusal = {
  refused: 'no-rate-card' | 'no-rate' | 'amount-out-of-range'
  /** What was looked for, for the person who mends the event. */
  detail: string
}

export type Rater = (usage: Usage, at: Millis) => Rating | RatingRefusal

/** A rater for a catalog. It indexes the cards once; the rater itself is pure and fast. */
export function raterOf(catalog: Catalog): Rater {
  const timelines = indexCards(catalog.rateCards)
  return (usage, at) => {
    if ('reported' in usage) return asReported(usage)
    const card = timelines[usage.resource].find((entry) => entry.from <= at)
    if (!card) {
      return refused('no-rate-card', `no ${usage.resource} rate card applies at that time`)
    }
    const wanted = lookupOf(usage)
    const rate = card.rates.get(rateKey(wanted.item, wanted.model)) ?? card.rates.get(wanted.item)
    if (!rate) {
      const isByModel = [...card.rates.values()].some((each) => each.item === wanted.item)
      if (!wanted.model && isByModel) {
        return refused('no-rate', `${wanted.item} is rated by its model, and the event names none`)
      }
      const name = wanted.model ? `${wanted.item} with model ${wanted.model}` : wanted.item
      return refused('no-rate', `the card ${card.id} has no rate for ${name}`)
    }
    return rated({ usage, rate, card })
  }
}

/** The rating of a tool's use that the agent run was charged for already: nothing more. */
export function asRepeated(rating: Rating): Rating {
  return { ...rating, credits: 0, repeated: true }
}

/** A provider's own count is not rated again, so that the two always agree. */
function asReported({ credits, reported }: ReportedUsage): Rating | RatingRefusal {
  if (!isCredits(credits)) return refused('amount-out-of-range', `${credits} as reported`)
  const kind = reportedKind(reported.by)
  return {
    kind,
    label: REPORTED_LABELS.get(kind) ?? kind,
    ...REPORTED_CARD,
    unit: 'metered',
    quantity: credits,
    creditsPerUnit: 1,
    credits,
    ownKey: false,
    reported,
  }
}

/** The card of a resource that applies at `at`, or nothing before its first. */
export function rateCardAt(catalog: Catalog, resource: Resource, at: Millis): RateCard | undefined {
  return catalog.rateCards
    .filter((card) => card.resource === resource && appliesFrom(card) <= at)
    .sort((a, b) => appliesFrom(b) - appliesFrom(a))[0]
}

/** What a kind is called on screen, also when the newest card no longer lists it. */
export function kindLabel(catalog: Catalog, resource: Resource, kind: string): string {
  const reported = REPORTED_LABELS.get(kind)
  if (reported) return reported
  for (const card of catalog.rateCards) {
    if (card.resource !== resource) continue
    for (const rate of card.rates) {
      if (resource === 'assistant' && rate.model?.id === kind) return rate.model.label
      if (resource === 'flows' && rate.item === kind) return rate.label
    }
  }
  return words(kind)
}

/** Stands for the provider's own rates, whatever they are. */
const REPORTED_CARD = { cardId: 'as-reported', cardDate: '1970-01-01' }

const REPORTED_LABELS: ReadonlyMap<string, string> = new Map(
  PROVIDERS.map((by) => [reportedKind(by), `Reported by ${PROVIDER_NAMES[by]}`]),
)

function reportedKind(by: Provider): string {
  return `reported-by-${by}`
}

type IndexedCard = { id: string; date: string; from: Millis; rates: Map<string, Rate> }

/** What a person would not write as `Apis` or `Mcp server`, alone and in the plural. */
const ACRONYMS = new Map(
  ['AI', 'API', 'CI', 'CLI', 'CSV', 'HTTP', 'ID', 'JSON', 'LLM', 'MCP', 'SDK', 'SQL', 'UI', 'URL']
    .flatMap((name) => [name, `${name}s`])
    .map((name) => [name.toLowerCase(), name]),
)

/** AI actions and API groups are free names: one rate covers them all. */
const ANY_ITEM = '*'

function indexCards(cards: readonly RateCard[]): Record<Resource, IndexedCard[]> {
  const timelines: Record<Resource, IndexedCard[]> = {
    flows: [],
    ai: [],
    'api-calls': [],
    assistant: [],
  }
  for (const card of cards) {
    const rates = new Map(card.rates.map((rate) => [rateKey(rate.item, rate.model?.id), rate]))
    const indexed = { id: card.id, date: card.appliesFrom, from: appliesFrom(card), rates }
    timelines[card.resource].push(indexed)
  }
  for (const timeline of Object.values(timelines)) timeline.sort((a, b) => b.from - a.from)
  return timelines
}

function appliesFrom(card: RateCard): Millis {
  return Date.parse(`${card.appliesFrom}T00:00:00Z`)
}

function rateKey(item: string, model: string | undefined): string {
  return model === undefined ? item : `${item} ${model}`
}

function lookupOf(usage: MeasuredUsage): { item: string; model?: string | undefined } {
  switch (usage.resource) {
    case 'flows':
      return { item: usage.item, model: usage.model }
    case 'assistant':
      return { item: 'message', model: usage.model }
    case 'ai':
    case 'api-calls':
      return { item: ANY_ITEM }
    default:
      return usage satisfies never
  }
}

function rated(options: {
  usage: MeasuredUsage
  rate: Rate
  card: IndexedCard
}): Rating | RatingRefusal {
  const { usage, rate, card } = options
  const amount = amountOf(usage)
  const quantity = quantityOf(usage, rate)
  const ownKey = 'ownKey' in usage && usage.ownKey
  const creditsPerUnit = ownKey ? 0 : rate.credits[usage.resource === 'flows' ? usage.run : 'cloud']
  const credits = quantity * creditsPerUnit
  if (!isCredits(amount) || !isCredits(credits)) {
    return refused('amount-out-of-range', `${amount} at ${creditsPerUnit} a unit`)
  }
  const { kind, label } = kindOf(usage, rate)
  const rating: Rating = {
    kind,
    label,
    cardId: card.id,
    cardDate: card.date,
    unit: rate.per.kind,
    quantity,
    creditsPerUnit,
    credits,
    ownKey,
  }
  if (rate.model) rating.model = rate.model.label
  if (rate.per.kind === 'tokens') rating.tokensPerUnit = rate.per.tokens
  return rating
}

function quantityOf(usage: MeasuredUsage, rate: Rate): number {
  // A started portion counts whole: the rate is "per started 1,000 tokens".
  if (rate.per.kind === 'tokens') return Math.ceil(amountOf(usage) / rate.per.tokens)
  // An assistant message at a rate for each counts once, however long it is.
  return usage.resource === 'assistant' ? 1 : amountOf(usage)
}

function amountOf(usage: MeasuredUsage): number {
  switch (usage.resource) {
    case 'flows':
      return usage.once ? 1 : usage.count
    case 'api-calls':
      return usage.count
    case 'ai':
      return usage.credits
    case 'assistant':
      return usage.tokens
    default:
      return usage satisfies never
  }
}

function kindOf(usage: MeasuredUsage, rate: Rate): { kind: string; label: string } {
  switch (usage.resource) {
    case 'flows':
      return { kind: rate.item, label: rate.label }
    case 'assistant':
      return { kind: usage.model, label: rate.model?.label ?? rate.label }
    case 'ai':
      return { kind: usage.action, label: words(usage.action) }
    case 'api-calls':
      return { kind: usage.group, label: words(usage.group) }
    default:
      return usage satisfies never
  }
}

/** `generate-request` to `Generate request`: kinds that are free names carry no label. */
function words(slug: string): string {
  const text = slug
    .split(/[-_\s]+/)
    .map((word) => ACRONYMS.get(word.toLowerCase()) ?? word)
    .join(' ')
    .trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function refused(reason: RatingRefusal['refused'], detail: string): RatingRefusal {
  return { refused: reason, detail }
}
