import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { OperatorError } from './operator-error.ts'

/** How long requests under way may take to end when the server stops. */
const GRACE_MS = 5_000

/**
 * How long a sender may take, and how much a connection may hold. Whoever sends a byte now and then
 * keeps a connection no longer than this; an answer, such as a stream of events, may take its time.
 */
const BOUNDS = {
  headersTimeout: 10_000,
  /** The largest batch of events over a slow line. */
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
}
/** Beyond, none is taken: else one program could take all files that a process may open. */
const MOST_CONNECTIONS = 10_000

const CAUSES: Record<string, string> = {
  EADDRINUSE: 'as the port is taken',
  EACCES: 'as this user may not use the port',
  EADDRNOTAVAIL: 'as this machine has no such address',
  ENOTFOUND: 'as its name is not known',
}

export type Listening = { address: string; stop: () => Promise<void> }

/** @throws OperatorError when the port is taken or may not be used. */
export async function listen(options: {
  fetch: (request: Request, env: object) => Response | Promise<Response>
  host: string
  port: number
  /** The variable that says where, if it is not the server's own port. */
  setting?: string
  bounds?: Partial<typeof BOUNDS>
}): Promise<Listening> {
  const { fetch, host, port, setting, bounds } = options
  const serverOptions = { ...BOUNDS, ...bounds }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, serverOptions }, (info: AddressInfo) => {
      const name = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({ address: `http://${name}:${info.port}`, stop: () => stop(server, letGo) })
    })
    const letGo = lettingGo(server)
    server.maxConnections = MOST_CONNECTIONS
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(portError(error, { host, port, setting })),
    )
  })
}

/**
 * Whoever asks again and again over one connection would hold it to the end, and then be cut off in the
 * middle: once the server stops, each answer is its connection's last.
 *
 * @returns what is to be called then
 */
function lettingGo(server: ReturnType<typeof serve>): () => void {
  const open = new Set<ServerResponse>()
  let isStopping = false
  const isLast = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (isStopping) isLast(response)
    open.add(response)
    response.once('close', () => open.delete(response))
  })
  return () => {
    isStopping = true
    for (const response of open) isLast(response)
  }
}

async function stop(server: ReturnType<typeof serve>, letGo: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    letGo()
    server.close(() => resolve())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, GRACE_MS).unref()
  })
}

function portError(
  error: NodeJS.ErrnoException,
  { host, port, setting }: { host: string; port: number; setting: string | undefined },
): Error {
  if (setting !== undefined) {
    const why = CAUSES[error.code ?? ''] ?? error.message
    return new OperatorError(
      `${setting}: nothing can listen at ${host}:${port}, ${why}. Set it to another one.`,
      { cause: error },
    )
  }
  if (error.code === 'EADDRINUSE') {
    return new OperatorError(
      `Port ${port} is taken by another program. Choose another: npm start -- --port 4281`,
      { cause: error },
    )
  }
  if (error.code === 'EACCES') {
    return new OperatorError(`Port ${port} may not be used by this user.`, { cause: error })
  }
  return error
}
