export type Room = {
  /**
   * @param bytes how large it is at most
   * @returns how to leave; nothing where there is no room
   */
  enter: (bytes: number) => (() => void) | undefined
}

/** Room for so much at once: what is more has to come again, instead of piling up in memory. */
export function roomFor(most: { requests: number; bytes: number }): Room {
  let requests = 0
  let held = 0
  return {
    enter: (bytes) => {
      if (requests >= most.requests || held + bytes > most.bytes) return undefined
      requests++
      held += bytes
      return () => {
        requests--
        held -= bytes
      }
    },
  }
}
