import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A warning on the console is a fault that nobody reads: here it fails the test that caused it. */
const LEVELS = ['error', 'warn'] as const
const said: string[] = []

beforeEach(() => {
  said.length = 0
  for (const level of LEVELS) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      said.push(`console.${level}: ${parts.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  expect(said).toEqual([])
  vi.restoreAllMocks()
})
