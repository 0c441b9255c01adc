import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const DOCUMENT = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')

/** `| threat | wall (in `file`, …) | `test` "title"; … |` */
const [, threats = ''] = DOCUMENT.split(/^## /m).filter((part) => /^(Who|Threats)/.test(part))
const ROWS = threats
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat = '', wall = '', proof = '']) => ({ threat, wall, proof }))

const PLACE = /`((?:src|test)\/[^`]+)`/g
const PROOF = /`(test\/[^`]+)` "([^"]+)"/g

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
    const places = [...wall.matchAll(PLACE)].map(([, path = '']) => path)
    expect(places.length).toBeGreaterThan(0)
    for (const path of places) expect(existsSync(join(ROOT, path)), path).toBe(true)
  })

  it.each(ROWS)('$threat: its tests are there', ({ proof }) => {
    const proofs = [...proof.matchAll(PROOF)]
    expect(proofs.length).toBe([...proof.matchAll(PLACE)].length)
    expect(proofs.length).toBeGreaterThan(0)
    for (const [, file = '', title = ''] of proofs) {
      expect(readFileSync(join(ROOT, file), 'utf8'), title).toContain(title)
    }
  })
})
