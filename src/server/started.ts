export type Started = { stop: () => unknown }

/**
 * Stops what was started, the last first; what could not be stopped keeps nothing else running.
 *
 * @throws the first failure, once all was tried
 */
export async function stopInReverse(started: readonly Started[]): Promise<void> {
  const failures: unknown[] = []
  for (const each of started.toReversed()) {
    try {
      await each.stop()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
