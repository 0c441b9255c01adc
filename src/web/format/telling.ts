import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { countsOf, stoppedMembers } from './member-counts.ts'
import type { TimeFrame } from './moment.ts'

/** What a sentence must know besides the figures: when, where, in which money, and to whom. */
export type Telling = {
  cycle: Cycle
  frame: TimeFrame
  currency: string
  /** Whether the reader may switch pay-as-you-go; a sentence tells others who can. */
  canSwitch: boolean
}

export function isClosed(telling: Telling): boolean {
  return telling.frame.asOf >= telling.cycle.end
}

/** New work is refused, so a pace says nothing about what comes. */
export function isStopped(usage: ResourceUsage): boolean {
  const counts = countsOf(usage)
  // While one member still works, the sum has a pace.
  if (counts) return counts.members > 0 && stoppedMembers(usage) >= counts.members
  const { work } = usage.standing
  return work === 'suspended' || work === 'paused'
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** The sentences that there are, one after the other. */
export function together(...sentences: (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(' ')
}
