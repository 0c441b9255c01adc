import { describe, expect, it } from 'vitest'
import { faultsOfProofs, read, rowsOf } from './cited.ts'

const DOCUMENT = read('docs/reliability.md')

/** The rows below a heading. */
function section(name: string): string[][] {
  const text = DOCUMENT.split(/^## /m).find((part) => part.startsWith(`${name}\n`))
  return rowsOf(text ?? '')
}

const INVARIANTS = section('Invariants').map(([number = '', holds = '', proof = '']) => ({
  number,
  holds,
  proof,
}))
const FAULTS = section('Faults').map(([fault = '', seen = '', proof = '']) => {
  return { fault, seen, proof }
})

/** Each kind of fault has a row; another is added here and there. */
const KINDS = [
  'killed',
  'change of the tables',
  'power',
  'full',
  'restarts',
  'commit’s answer is lost',
  'standby',
  'between sender and server',
  'slow',
  'split, merged',
  'race',
  'clock',
  'three months late',
  'stop under load',
  'newer version',
  'bit flips',
  'backup',
  'Receivers',
  'Bodies',
]

describe('docs/reliability.md', () => {
  it('has a row for each invariant, in order', () => {
    const numbers = Array.from({ length: 20 }, (_, at) => `${at + 1}`)
    expect(INVARIANTS.map(({ number }) => number)).toEqual(numbers)
  })

  it.each(INVARIANTS)('$number $holds: its tests are there', ({ proof }) => {
    expect(faultsOfProofs(proof)).toEqual([])
  })

  it.each(KINDS)('has a row for: %s', (kind) => {
    expect(FAULTS.filter(({ fault }) => fault.includes(kind)).length).toBeGreaterThan(0)
  })

  it.each(FAULTS)('$fault: its tests are there', ({ proof }) => {
    expect(faultsOfProofs(proof)).toEqual([])
  })
})
