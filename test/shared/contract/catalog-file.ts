export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A small catalog, as an operator would write it. */
export function file(): { [key: string]: Json } {
  const unavailable = () => ({ kind: 'unavailable' })
  const allowance = () => ({ kind: 'limited', credits: 100 })
  const each = () => ({ per: { kind: 'each' }, credits: { manual: 1, cloud: 1 } })
  return {
    currency: 'EUR',
    plans: [
      {
        id: 'small',
        name: 'Small',
        seats: { kind: 'limited', members: 5 },
        entitlements: {
          flows: {
            holder: 'team',
            allowance: allowance(),
            payAsYouGo: {
              kind: 'offered',
              byDefault: 'off',
              blockCredits: 1_000,
              blockMicros: 9_000_000,
            },
          },
          ai: { holder: 'member', allowance: allowance(), payAsYouGo: unavailable() },
          'api-calls': {
            holder: 'team',
            allowance: { kind: 'unlimited' },
            payAsYouGo: unavailable(),
          },
          assistant: { holder: 'team', allowance: allowance(), payAsYouGo: unavailable() },
        },
      },
    ],
    rateCards: [
      {
        id: 'flows-1',
        resource: 'flows',
        appliesFrom: '2026-01-01',
        rates: [
          { item: 'connector', label: 'Connector', ...each() },
          { item: 'agent', label: 'Agent', model: { id: 'gpt-5', label: 'GPT-5' }, ...each() },
        ],
      },
      {
        id: 'ai-1',
        resource: 'ai',
        appliesFrom: '2026-01-01',
        rates: [{ item: '*', label: 'Action', ...each(), per: { kind: 'metered' } }],
      },
      {
        id: 'api-1',
        resource: 'api-calls',
        appliesFrom: '2026-01-01',
        rates: [{ item: '*', label: 'Call', ...each() }],
      },
      {
        id: 'assistant-1',
        resource: 'assistant',
        appliesFrom: '2026-01-01',
        rates: [
          {
            item: 'message',
            label: 'Message',
            model: { id: 'haiku', label: 'Haiku' },
            per: { kind: 'tokens', tokens: 1_000 },
            credits: { manual: 1, cloud: 1 },
            assumed: true,
          },
        ],
      },
    ],
    bonusPacks: [{ id: 'p', resource: 'assistant', credits: 500, priceMicros: 5_000_000 }],
  }
}

/** The file with the value at `keys` replaced, or removed where no value is given. */
export function withValue(keys: (string | number)[], value?: Json): Json {
  const json: Json = file()
  let at: Json = json
  for (const key of keys.slice(0, -1)) at = child(at, key)
  const last = keys.at(-1)
  if (Array.isArray(at) && typeof last === 'number') at[last] = value ?? null
  else if (isObject(at) && last !== undefined) {
    if (value === undefined) delete at[last]
    else at[last] = value
  }
  return json
}

export function child(json: Json, key: string | number): Json {
  if (Array.isArray(json) && typeof key === 'number') return json[key] ?? null
  if (isObject(json)) return json[key] ?? null
  return null
}

export function isObject(json: Json): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
