import { describe, expect, it } from 'vitest'
import { faultsOfProofs, isThere, placesIn, read, rowsOf } from './cited.ts'

const DOCUMENT = read('docs/security.md')

/** `| threat | wall (in `file`, …) | `test` "title"; … |` */
const [, threats = ''] = DOCUMENT.split(/^## /m).filter((part) => /^(Who|Threats)/.test(part))
const ROWS = rowsOf(threats).map(([threat = '', wall = '', proof = '']) => ({
  threat,
  wall,
  proof,
}))

/** Each of these has a wall; a new kind of threat is added here and there. */
const THREATS = [
  'Another team’s data',
  'Pay-as-you-go is switched',
  'demote each other',
  'from another site',
  'stored script',
  'formula in a CSV',
  'stolen session',
  'fixed session',
  'guesses a password',
  'has an account',
  'leaked key',
  'suppresses events',
  'past the limit',
  'Exhaustion',
  'header of a mail',
  'Host',
  'invitation is taken over',
  'logs',
  'data files',
  'embedded',
  'without an actor',
  'known faults',
  'mail bomb',
]

describe('docs/security.md', () => {
  it.each(THREATS)('has a row for: %s', (threat) => {
    const named = ROWS.filter((row) => row.threat.includes(threat))
    expect(named.length).toBeGreaterThan(0)
  })

  it.each(ROWS)('$threat: its wall is where it says', ({ wall }) => {
    const places = placesIn(wall)
    expect(places.length).toBeGreaterThan(0)
    expect(places.filter((path) => !isThere(path))).toEqual([])
  })

  it.each(ROWS)('$threat: its tests are there', ({ proof }) => {
    expect(faultsOfProofs(proof)).toEqual([])
  })
})
