import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type ProviderRequest = { method: string; path: string; headers: IncomingMessage['headers'] }

/** A provider's API on loopback; `answer` decides what becomes of each request. */
export async function startProvider(
  answer: (response: ServerResponse, request: ProviderRequest) => void,
): Promise<{ url: string; requests: ProviderRequest[]; close: () => Promise<void> }> {
  const requests: ProviderRequest[] = []
  const server = createServer(({ method = '', url: path = '', headers }, response) => {
    const request = { method, path, headers }
    requests.push(request)
    answer(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers with JSON, as documented. */
export function json(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}
