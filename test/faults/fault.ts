/** What a run of a fault shows, as it is printed. */
export type Figures = Record<string, number | string>

export type Asked = {
  /** How often the fault is made to happen. */
  times: number
  seed: number
  /** Of a long run: what has been done so far. */
  say?: (words: string) => void
}

/** Why a fault can't be made to happen on this machine. */
export class CannotRun extends Error {
  override name = 'CannotRun'
}

/** @throws with all that did not hold */
export function mustHold(faults: readonly string[]): void {
  if (faults.length === 0) return
  const shown = faults.slice(0, 10).join('\n')
  throw new Error(`${faults.length} did not hold:\n${shown}`)
}
