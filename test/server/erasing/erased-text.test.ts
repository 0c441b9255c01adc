import { describe, expect, test } from 'vitest'
import { type Erased, erasedText } from '#server/erasing/erased-text.ts'

const ANN: Erased = {
  member: { id: 'ann', name: 'Ann Lee', email: 'ann.lee@example.com', person: 'p-7f3' },
  pseudonym: { id: 'erased-1', name: 'Erased member 1', email: 'erased-1@erased.invalid' },
  sharesName: false,
}

const CASES: [string, string, string, string][] = [
  ['an id by itself', 'holder', 'ann', 'erased-1'],
  ['a server that has the same id is another thing', 'part', 'ann', 'ann'],
  ['an id within another is not hers', 'holder', 'ann-marie', 'ann-marie'],
  ['an id that is a word is left in a text', 'text_body', 'ann is here', 'ann is here'],
  ['a name in a sentence', 'text_body', 'Hi Ann Lee, look.', 'Hi Erased member 1, look.'],
  ['a name in other letters', 'subject', 'ANN LEE used 5', 'Erased member 1 used 5'],
  ['a longer name is another’s', 'subject', 'Joann Lee, Ann Leeds', 'Joann Lee, Ann Leeds'],
  ['an address', 'text_body', '<ann.lee@example.com>.', '<erased-1@erased.invalid>.'],
  ['a longer address is another’s', 'x', 'ann.lee@example.com.au', 'ann.lee@example.com.au'],
  ['the person’s id, wherever it is', 'before', 'of p-7f3.', 'of erased-1.'],
  [
    'JSON by its fields',
    'event',
    '{"data":{"server":"ann"},"subject":"ann","to":["Ann Lee"]}',
    '{"data":{"server":"ann"},"subject":"erased-1","to":["Erased member 1"]}',
  ],
  ['JSON whose field is a name', 'after', '{"Ann Lee":true}', '{"Erased member 1":true}'],
  ['numbers in JSON stay', 'event', '{"n":1.50,"by":"ann"}', '{"n":1.5,"by":"erased-1"}'],
  ['what is no JSON after all', 'x', '{Ann Lee', '{Erased member 1'],
  ['whatever does not have them', 'x', '{"a": 1}', '{"a": 1}'],
]

describe('a text without a person', () => {
  test.each(CASES)('%s', (_, field, text, left) => {
    expect(erasedText(ANN, { field, text })).toBe(left)
  })

  test('a name that somebody else has, too, is left where nothing says whose it is', () => {
    const shared = { ...ANN, sharesName: true }
    const left = erasedText(shared, { field: 'x', text: '{"who":"ann","name":"Ann Lee"}' })
    expect(left).toBe('{"who":"erased-1","name":"Ann Lee"}')
  })
})
