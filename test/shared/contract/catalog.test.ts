import { describe, expect, it, test } from 'vitest'
import { parseCatalog } from '#shared/contract/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { child, file, isObject, type Json, withValue } from './catalog-file.ts'

function faultsOf(json: unknown) {
  const parsed = parseCatalog(json)
  return parsed.ok ? [] : parsed.faults
}

const FLOWS = ['plans', 0, 'entitlements', 'flows']
const CREDITS = [...FLOWS, 'allowance', 'credits']
const BLOCK = [...FLOWS, 'payAsYouGo']
const RATES = ['rateCards', 0, 'rates']
const plan = child(child(file(), 'plans'), 0)
const cards = child(file(), 'rateCards')
const rates = child(child(cards, 0), 'rates')

type Case = { name: string; json: unknown; path: string; message: RegExp | string }

const CASES: Case[] = [
  { name: 'nothing', json: undefined, path: '$', message: 'is missing' },
  { name: 'a list', json: [], path: '$', message: /expected object/ },
  { name: 'null', json: null, path: '$', message: /expected object/ },
  { name: 'no plans', json: withValue(['plans'], []), path: '$.plans', message: /Too small/ },
  { name: 'plans missing', json: withValue(['plans']), path: '$.plans', message: 'is missing' },
  {
    name: 'a missing entitlement',
    json: withValue(['plans', 0, 'entitlements', 'ai']),
    path: '$.plans[0].entitlements.ai',
    message: 'is missing',
  },
  {
    name: 'an unknown resource in a plan',
    json: withValue(['plans', 0, 'entitlements', 'gpu'], {}),
    path: '$.plans[0].entitlements.gpu',
    message: 'is not known here',
  },
  {
    name: 'a key that needs quotes',
    json: withValue(['plans', 0, 'a b'], 1),
    path: '$.plans[0]["a b"]',
    message: 'is not known here',
  },
  {
    name: 'a negative allowance',
    json: withValue(CREDITS, -1),
    path: '$.plans[0].entitlements.flows.allowance.credits',
    message: /Too small/,
  },
  {
    name: 'a fractional allowance',
    json: withValue(CREDITS, 0.5),
    path: '$.plans[0].entitlements.flows.allowance.credits',
    message: /expected int/,
  },
  {
    name: 'an allowance in quotes',
    json: withValue(CREDITS, '100'),
    path: '$.plans[0].entitlements.flows.allowance.credits',
    message: /expected number/,
  },
  {
    name: 'an allowance past all bounds',
    json: withValue(CREDITS, 100_000_000_001),
    path: '$.plans[0].entitlements.flows.allowance.credits',
    message: /Too big/,
  },
  {
    name: '-1 for no limit',
    json: withValue([...FLOWS, 'allowance'], -1),
    path: '$.plans[0].entitlements.flows.allowance',
    message: /expected object/,
  },
  {
    name: 'a block of no credits',
    json: withValue([...BLOCK, 'blockCredits'], 0),
    path: '$.plans[0].entitlements.flows.payAsYouGo.blockCredits',
    message: /Too small/,
  },
  {
    name: 'a price in fractions of a micro',
    json: withValue([...BLOCK, 'blockMicros'], 0.035),
    path: '$.plans[0].entitlements.flows.payAsYouGo.blockMicros',
    message: /expected int/,
  },
  {
    name: 'a price that is a slip',
    json: withValue([...BLOCK, 'blockMicros'], 1_000_000_000_001),
    path: '$.plans[0].entitlements.flows.payAsYouGo.blockMicros',
    message: /Too big/,
  },
  {
    name: 'an unknown kind of pay-as-you-go',
    json: withValue([...BLOCK, 'kind'], 'sometimes'),
    path: '$.plans[0].entitlements.flows.payAsYouGo.kind',
    message: /Invalid/,
  },
  {
    name: 'a plan with no seats',
    json: withValue(['plans', 0, 'seats', 'members'], 0),
    path: '$.plans[0].seats.members',
    message: /Too small/,
  },
  {
    name: 'two plans with one id',
    json: withValue(['plans', 1], plan),
    path: '$.plans[1].id',
    message: 'another plan has this id',
  },
  {
    name: 'a plan id that is unsafe in a URL',
    json: withValue(['plans', 0, 'id'], 'a b'),
    path: '$.plans[0].id',
    message: /may hold letters/,
  },
  {
    name: 'two cards with one id',
    json: withValue(['rateCards', 1, 'id'], 'flows-1'),
    path: '$.rateCards[1].id',
    message: 'another rate card has this id',
  },
  {
    name: 'two cards of one resource from one day',
    json: withValue(['rateCards', 4], { ...firstCard(), id: 'other' }),
    path: '$.rateCards[4].appliesFrom',
    message: 'another rate card of this resource has this date',
  },
  {
    name: 'an unknown resource in a card',
    json: withValue(['rateCards', 0, 'resource'], 'gpu'),
    path: '$.rateCards[0].resource',
    message: /Invalid option/,
  },
  {
    name: 'no card for a resource',
    json: withValue(['rateCards'], Array.isArray(cards) ? cards.slice(0, 3) : []),
    path: '$.rateCards',
    message: 'there is no rate card for assistant',
  },
  {
    name: 'a card without rates',
    json: withValue(RATES, []),
    path: '$.rateCards[0].rates',
    message: /Too small/,
  },
  {
    name: 'a date that is on no calendar',
    json: withValue(['rateCards', 0, 'appliesFrom'], '2026-02-29'),
    path: '$.rateCards[0].appliesFrom',
    message: 'Invalid ISO date',
  },
  {
    name: 'a date with a time',
    json: withValue(['rateCards', 0, 'appliesFrom'], '2026-02-01T00:00:00Z'),
    path: '$.rateCards[0].appliesFrom',
    message: 'Invalid ISO date',
  },
  {
    name: 'a rate twice in a card',
    json: withValue([...RATES, 2], child(rates, 0)),
    path: '$.rateCards[0].rates[2]',
    message: 'another rate of this card has this item and model',
  },
  {
    name: 'a rate for a model twice in a card',
    json: withValue([...RATES, 2], child(rates, 1)),
    path: '$.rateCards[0].rates[2]',
    message: 'another rate of this card has this item and model',
  },
  {
    name: 'a rate per no tokens',
    json: withValue(['rateCards', 3, 'rates', 0, 'per', 'tokens'], 0),
    path: '$.rateCards[3].rates[0].per.tokens',
    message: /Too small/,
  },
  {
    name: 'an item that no event could name',
    json: withValue([...RATES, 0, 'item'], 'HTTP Request'),
    path: '$.rateCards[0].rates[0].item',
    message: /must be a lower-case slug/,
  },
  {
    name: 'a flows rate for everything',
    json: withValue([...RATES, 0, 'item'], '*'),
    path: '$.rateCards[0].rates[0].item',
    message: 'must be a name in a card for flows',
  },
  {
    name: 'an AI rate for one action, which would never be found',
    json: withValue(['rateCards', 1, 'rates', 0, 'item'], 'write-tests'),
    path: '$.rateCards[1].rates[0].item',
    message: 'must be * in a card for ai',
  },
  {
    name: 'an AI rate for one model, which would never be found',
    json: withValue(['rateCards', 1, 'rates', 0, 'model'], { id: 'gpt-5', label: 'GPT-5' }),
    path: '$.rateCards[1].rates[0].model',
    message: 'ai has one rate for all models',
  },
  {
    name: 'flows per tokens, which their events do not carry',
    json: withValue([...RATES, 0, 'per'], { kind: 'tokens', tokens: 10 }),
    path: '$.rateCards[0].rates[0].per',
    message: 'must be each in a card for flows',
  },
  {
    name: 'manual and cloud apart where there are no runs',
    json: withValue(['rateCards', 2, 'rates', 0, 'credits', 'manual'], 0),
    path: '$.rateCards[2].rates[0].credits',
    message: 'must be the same twice: only flows have manual and cloud runs',
  },
  {
    name: 'a mark that a number is not assumed',
    json: withValue([...RATES, 0, 'assumed'], false),
    path: '$.rateCards[0].rates[0].assumed',
    message: /expected true/,
  },
  {
    name: 'an empty pack',
    json: withValue(['bonusPacks', 0, 'credits'], 0),
    path: '$.bonusPacks[0].credits',
    message: /Too small/,
  },
  {
    name: 'a pack twice',
    json: withValue(['bonusPacks', 1], child(child(file(), 'bonusPacks'), 0)),
    path: '$.bonusPacks[1].id',
    message: 'another bonus pack has this id',
  },
  {
    name: 'a currency in lower case',
    json: withValue(['currency'], 'eur'),
    path: '$.currency',
    message: 'must be an ISO 4217 code such as USD',
  },
  {
    name: 'an unknown key at the top',
    json: withValue(['version'], 1),
    path: '$.version',
    message: 'is not known here',
  },
]

function firstCard(): { [key: string]: Json } {
  const card = child(child(file(), 'rateCards'), 0)
  return isObject(card) ? card : {}
}

describe('an operator’s catalog', () => {
  it('is taken as it is written', () => {
    expect(parseCatalog(file())).toEqual({ ok: true, catalog: file() })
  })

  it('may be the default one, which passes its own gate, also as JSON', () => {
    expect(parseCatalog(DEFAULT_CATALOG)).toEqual({ ok: true, catalog: DEFAULT_CATALOG })
    const text = JSON.stringify(DEFAULT_CATALOG)
    expect(parseCatalog(JSON.parse(text))).toEqual({ ok: true, catalog: DEFAULT_CATALOG })
  })

  test.each(CASES)('is refused for $name', ({ json, path, message }) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message)
    expect(faultsOf(json)).toEqual([{ path, message: expected }])
  })

  it('is refused with each of its faults', () => {
    const json = file()
    json.currency = 'euro'
    json.bonusPacks = [{ id: 'p', resource: 'gpu', credits: 1.5, priceMicros: -1, extra: 1 }]
    expect(faultsOf(json).map((fault) => fault.path)).toEqual([
      '$.currency',
      '$.bonusPacks[0].resource',
      '$.bonusPacks[0].credits',
      '$.bonusPacks[0].priceMicros',
      '$.bonusPacks[0].extra',
    ])
  })
})
