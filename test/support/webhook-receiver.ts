import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Taken = { headers: Record<string, string>; body: string }

/** A webhook receiver on loopback; `answer` decides what becomes of each call. */
export async function startReceiver(
  answer: (response: ServerResponse, call: Taken) => void = (response) => response.end(),
): Promise<{ url: string; taken: Taken[]; close: () => Promise<void> }> {
  const taken: Taken[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const call = { headers: headersOf(request), body }
      taken.push(call)
      answer(response, call)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) body += part
  return body
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
