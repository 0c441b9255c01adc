import { Agent, request } from 'node:http'

export type Load = {
  url: string
  headers: Record<string, string>
  bodies: Iterable<string>
  connections: number
  /** What every answer must hold; else it is thrown. */
  expected: string
}

/** Sends `bodies` over so many connections at a time, and gives the milliseconds that each took. */
export async function sendAll(load: Load): Promise<number[]> {
  const { bodies, connections, expected } = load
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const left = bodies[Symbol.iterator]()
  const took: number[] = []
  const sender = async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const start = performance.now()
      const answer = await post(load, { agent, body: next.value })
      took.push(performance.now() - start)
      if (!answer.includes(expected)) throw new Error(answer.slice(0, 500))
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  agent.destroy()
  return took
}

function post(
  load: Pick<Load, 'url' | 'headers'>,
  { agent, body }: { agent: Agent; body: string },
): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...load.headers,
  }
  return new Promise((resolve, reject) => {
    const sent = request(load.url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve(`${response.statusCode} ${text}`))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
