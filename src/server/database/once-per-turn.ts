import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Whoever asks for the same in one turn of the event loop is answered by one read. It is made after all
 * of them asked, so nobody is told what was so before.
 */
export function oncePerTurn<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>()
  const readLater = async (id: string) => {
    await nextTurn()
    asked.delete(id)
    return read(id)
  }
  return (id) => {
    const answer = asked.get(id) ?? readLater(id)
    asked.set(id, answer)
    return answer
  }
}
