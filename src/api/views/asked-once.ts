import type { TeamReads } from '../ports.ts'

/** Parts of one view ask some of the same; as of one moment the answer is the same, too. */
export function askedOnce(reads: TeamReads): TeamReads {
  return {
    ...reads,
    bonus: once(reads.bonus),
    switches: once(reads.switches),
    spendCaps: once(reads.spendCaps),
    countMembers: once(reads.countMembers),
    dismissals: once(reads.dismissals),
  }
}

function once<Asked extends readonly unknown[], T>(
  read: (...asked: Asked) => Promise<T>,
): (...asked: Asked) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (...asked) => {
    // Left out is the same as not there.
    const key = JSON.stringify(asked.filter((part) => part !== undefined))
    const known = answers.get(key)
    if (known) return known
    const answer = read(...asked)
    answers.set(key, answer)
    return answer
  }
}
