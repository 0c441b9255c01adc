import { request } from 'node:http'

export type Answered = { status: number; headers: Record<string, unknown>; text: string }

/** One request on a connection of its own: of several workers any may take it. */
export function askAlone(
  url: string,
  { method = 'GET', headers = {}, json, from }: Ask = {},
): Promise<Answered> {
  const body = json === undefined ? undefined : JSON.stringify(json)
  const sent = { connection: 'close', ...headers, ...(body ? JSON_HEADERS : {}) }
  return new Promise((resolve, reject) => {
    const place = from === undefined ? {} : { localAddress: from }
    const options = { method, agent: false, headers: sent, ...place }
    const asked = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

type Ask = {
  method?: string
  headers?: Record<string, string>
  json?: unknown
  /** The address that it comes from. */
  from?: string
}

const JSON_HEADERS = { 'content-type': 'application/json' }
