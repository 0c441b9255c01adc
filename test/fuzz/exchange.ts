import { Agent, request } from 'node:http'
import type { Sent } from './requests.ts'

export type Answered = {
  status: number
  headers: Record<string, string | undefined>
  text: string
}

type Wanted = Pick<Sent, 'method' | 'target' | 'headers' | 'body'>
type More = Record<string, string>

const STREAM = 'text/event-stream'

/** Sends requests as they are written: nothing of an address is put right on the way. */
export function exchanger(address: string): {
  send: (sent: Wanted, more: More) => Promise<Answered>
  close: () => void
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const { hostname, port } = new URL(address)
  const send = (sent: Wanted, more: More): Promise<Answered> =>
    new Promise((resolve) => {
      const { method, target, headers, body } = sent
      // Of a GET or DELETE the client would not say it, and its body would be the next request.
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const options = { agent, hostname, port, method, path: target }
      const all = { ...more, ...headers, ...length }
      const outgoing = request({ ...options, headers: all }, (incoming) => {
        const told = Object.entries(incoming.headers).map(([name, value]) => [name, `${value}`])
        const answered = { status: incoming.statusCode ?? 0, headers: Object.fromEntries(told) }
        if (incoming.headers['content-type']?.startsWith(STREAM)) {
          incoming.destroy()
          return resolve({ ...answered, text: '' })
        }
        let text = ''
        incoming.setEncoding('utf8').on('data', (part) => {
          text += part
        })
        incoming.on('end', () => resolve({ ...answered, text }))
        incoming.on('error', (error) => resolve(brokenOff(error)))
      })
      outgoing.on('error', (error) => {
        // A connection that was kept open may be over when it is used again.
        if (outgoing.reusedSocket) resolve(send(sent, more))
        else resolve(brokenOff(error))
      })
      outgoing.end(body)
    })
  return { send, close: () => agent.destroy() }
}

function brokenOff({ message }: Error): Answered {
  return { status: 0, headers: {}, text: message }
}
