import { describe, expect, test } from 'vitest'
import { blockPrice, boughtAmount, money, price } from '#web/format/money.ts'
import { about, compact, count, estimateRange, unitOf, whole } from '#web/format/number.ts'
import { percent, sharePercent } from '#web/format/share.ts'
import { zoneCity } from '#web/format/zone.ts'

const NBSP = '\u00a0'

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_482, '1,482'],
    [100_000_000_000, '100,000,000,000'],
  ])('whole %d is %s', (value, text) => {
    expect(whole(value)).toBe(text)
  })

  test.each([
    [0, '0'],
    [2_500, '2,500'],
    [10_000, '10K'],
    [12_500, '12.5K'],
    [7_500_000, '7.5M'],
    [2_000_000_000, '2B'],
  ])('compact %d is %s', (value, text) => {
    expect(compact(value)).toBe(text)
  })

  test('one credit is singular, none is plural, and calls are calls', () => {
    expect(count(1, unitOf('flows'))).toBe('1 credit')
    expect(count(0, unitOf('ai'))).toBe('0 credits')
    expect(count(1_000, unitOf('api-calls'))).toBe('1,000 calls')
  })

  test('a range of one value is that value', () => {
    expect(estimateRange({ low: 1_300, high: 1_520 })).toBe('1,300–1,520')
    expect(estimateRange({ low: 5, high: 5 })).toBe('5')
  })

  test('large estimates have three digits, and their range only gets wider', () => {
    expect(about({ mid: 9_999 })).toBe('about 9,999')
    expect(about({ mid: 3_719_594 })).toBe('about 3,720,000')
    expect(estimateRange({ low: 3_567_841, high: 3_871_346 })).toBe('3,560,000–3,880,000')
  })
})

describe('percent', () => {
  test.each([
    ['nothing', 0, '0'],
    ['less than a tenth is not nothing', 9, '<0.1'],
    ['under one percent has a tenth', 49, '0.4'],
    ['whole percents are rounded down', 2_499, '24'],
    ['75 % does not show early', 7_499, '74'],
    ['75 %', 7_500, '75'],
    ['close to the limit has a tenth', 9_900, '99.0'],
    ['100 % does not show early', 9_999, '99.9'],
    ['100 %', 10_000, '100'],
    ['one part in ten thousand past it is past it', 10_001, '>100'],
    ['just past it has a tenth', 10_010, '100.1'],
    ['far past it is whole again', 10_499, '104'],
    ['very far past it', 285_600, '2,856'],
  ])('%s', (_case, bps, figure) => {
    expect(percent(bps)).toBe(`${figure}${NBSP}%`)
  })

  test('a share of nothing is a dash', () => {
    expect(sharePercent({ kind: 'not-applicable' })).toBe('–')
    expect(sharePercent({ kind: 'share', bps: 7_500 })).toBe(`75${NBSP}%`)
  })
})

describe('money', () => {
  test.each([
    ['nothing', 0, 'USD', '$0.00'],
    ['whole dollars keep their cents', 10_000_000, 'USD', '$10.00'],
    ['half a cent goes up', 12_345_000, 'USD', '$12.35'],
    ['just under half goes down', 12_344_999, 'USD', '$12.34'],
    ['halves that floating point gets wrong go up too', 1_005_000, 'USD', '$1.01'],
    ['something owed never reads as nothing', 4_999, 'USD', '<$0.01'],
    ['the largest exact amount', 9_007_199_254_740_991, 'USD', '$9,007,199,254.74'],
    ['yen have no cents', 1_500_000, 'JPY', '¥2'],
    ['dinars have three digits', 1_234_500, 'KWD', `KWD${NBSP}1.235`],
    ['euro', 20_000_000, 'EUR', '€20.00'],
  ])('%s', (_case, micros, currency, text) => {
    expect(money(micros, currency)).toBe(text)
  })

  test('10.99 stays 10.99', () => {
    expect(money(10_990_000, 'USD')).toBe('$10.99')
  })

  test.each([
    [10_000_000, '$10'],
    [35_000, '$0.035'],
    [12_500_000, '$12.50'],
    [1, '$0.000001'],
  ])('a price of %d micros is exact: %s', (micros, text) => {
    expect(price(micros, 'USD')).toBe(text)
  })

  test('blocks are priced each, single credits per credit', () => {
    const options = { unit: unitOf('flows'), currency: 'USD' }
    const block = { blockCredits: 1_000, blockMicros: 10_000_000 }
    expect(blockPrice(block, options)).toBe('$10 for each 1,000 credits')
    const single = { blockCredits: 1, blockMicros: 35_000 }
    expect(blockPrice(single, options)).toBe('$0.035 per credit')
  })

  test('what was bought is counted in blocks, or in credits billed alone', () => {
    const unit = unitOf('ai')
    expect(boughtAmount({ blocks: 2, blockCredits: 1_000 }, unit)).toBe('2 blocks of 1,000 credits')
    expect(boughtAmount({ blocks: 1, blockCredits: 1_000 }, unit)).toBe('1 block of 1,000 credits')
    expect(boughtAmount({ blocks: 40, blockCredits: 1 }, unit)).toBe('40 credits')
  })
})

test.each([
  ['Europe/Berlin', 'Berlin'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['America/St_Johns', 'St Johns'],
  ['Australia/Lord_Howe', 'Lord Howe'],
  ['Asia/Kathmandu', 'Kathmandu'],
  ['UTC', 'UTC'],
  ['Etc/UTC', 'UTC'],
  ['GMT', 'UTC'],
  ['Etc/GMT+5', 'UTC-5'],
  ['+05:30', 'UTC+05:30'],
])('zone %s is %s', (zone, city) => {
  expect(zoneCity(zone)).toBe(city)
})
