import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { EVENT_STREAM_PATH, hasBody } from '#shared/contract/routes.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { clientOver } from '#test/support/api-host.ts'
import type { SignInHost } from '#test/support/sign-in.ts'
import type { AskedName } from './who.ts'

/** Everything that the API answers, also what is no route of the wire. */
export const ALL: Record<AskedName, { method: string; path: string }> = {
  ...WIRE,
  ...DOWNLOADS,
  eventStream: { method: 'get', path: EVENT_STREAM_PATH },
}

export type Asked = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
}

export function pathOf(name: AskedName, { params = {}, query = {} }: Asked): string {
  const path = ALL[name].path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? 'none'),
  )
  const search = new URLSearchParams(query).toString()
  return search === '' ? path : `${path}?${search}`
}

export function initOf(name: AskedName, { body, headers = {} }: Asked): RequestInit {
  const { method } = ALL[name]
  const init = { method: method.toUpperCase(), headers }
  if (!hasBody({ method })) return init
  const json = { 'content-type': 'application/json', ...headers }
  return { ...init, headers: json, body: JSON.stringify(body ?? {}) }
}

export function ask(
  host: Pick<SignInHost, 'fetch'>,
  name: AskedName,
  asked: Asked,
): Promise<Response> {
  return host.fetch(pathOf(name, asked), initOf(name, asked))
}

/** Whoever sends these headers, as a client whose replies are parsed with the contract. */
export function clientOf(host: SignInHost, headers: Record<string, string>): Client {
  return clientOver(host.store, (path, init) => {
    const all = new Headers(init?.headers)
    for (const [name, value] of Object.entries(headers)) all.set(name, value)
    return host.fetch(path, { ...init, headers: all })
  })
}

export type Client = ReturnType<typeof clientOver>
