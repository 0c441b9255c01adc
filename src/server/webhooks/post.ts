import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { addressIn, isPublic, OutOfReach, publicLookup, type Reach } from './reach.ts'

/**
 * Posts and gives the status of the answer, of which the rest is let go: what it says is of no use, and
 * may have no end. A redirect is an answer like any other.
 */
export async function post(
  address: string,
  options: { headers: Record<string, string>; body: string; signal: AbortSignal; reach: Reach },
): Promise<number> {
  const { headers, body, signal, reach } = options
  const url = new URL(address)
  const written = addressIn(url)
  if (reach === 'public' && written !== undefined && !isPublic(written)) throw new OutOfReach()
  const lookup = reach === 'public' ? { lookup: publicLookup } : {}
  const send = url.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const asking = send(
      url,
      { method: 'POST', headers, signal, agent: false, ...lookup },
      (answer) => {
        resolve(answer.statusCode ?? 0)
        answer.on('error', () => undefined)
        answer.destroy()
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })
}
