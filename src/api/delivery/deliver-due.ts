import { createDeliverer, type DelivererOptions } from './deliverer.ts'

/**
 * Sends what is due and has a place, and ends with the last attempt.
 *
 * @returns how many attempts were made; none means that nothing is due
 */
export async function deliverDue(options: DelivererOptions): Promise<number> {
  const deliverer = createDeliverer(options)
  const started = await deliverer.round()
  await deliverer.idle()
  return started
}
