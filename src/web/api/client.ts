import type { z } from 'zod'
import { problemAnswerSchema } from '#shared/contract/problem-answer.ts'
import { ApiError } from './api-error.ts'
import { takeEarly } from './early-answers.ts'
import { urlOf } from './url-of.ts'
import { whoAsks } from './who-asks.ts'

type Route = {
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  params: z.ZodType
  query: z.ZodType
  reply: z.ZodType
  body: z.ZodType
}

type Request<R extends Route> = {
  params: z.input<R['params']>
  query?: z.input<R['query']>
  signal?: AbortSignal
  /** An embedded dashboard that this page is about to be. */
  embed?: string
} & (undefined extends z.input<R['body']> ? { body?: undefined } : { body: z.input<R['body']> })

/**
 * One request of the contract: its reply, parsed.
 * @throws ApiError for a refusal, for no answer, and for an answer outside the contract.
 */
export async function call<R extends Route, T>(
  route: R & { reply: z.ZodType<T> },
  request: Request<R>,
): Promise<T> {
  const response = await send(route, request)
  const json: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw refusal(response.status, json)
  const reply = route.reply.safeParse(json)
  if (!reply.success) {
    throw new ApiError({ kind: 'unreadable', status: response.status }, { cause: reply.error })
  }
  return reply.data
}

/** What is sent as a file: its bytes, and the name that the server gives it. */
export type ServedFile = { name: string; bytes: Blob }

/**
 * A file of the contract. Not a plain link: that could not say who is viewing.
 * @throws ApiError as {@link call} does
 */
export async function fetchFile(
  file: { method: 'get'; path: string },
  request: { params: unknown; query?: unknown },
): Promise<ServedFile> {
  const response = await send(file, request)
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined))
  const disposition = response.headers.get('content-disposition') ?? ''
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'headroom.csv'
  const bytes = await response.blob().catch((cause: unknown) => {
    throw new ApiError({ kind: 'no-answer' }, { cause })
  })
  return { name, bytes }
}

async function send(
  route: { method: string; path: string },
  request: {
    params: unknown
    query?: unknown
    body?: unknown
    signal?: AbortSignal
    embed?: string
  },
): Promise<Response> {
  const url = urlOf(route.path, request)
  const viewer = whoAsks(request.embed)
  try {
    const early = route.method === 'get' ? takeEarly(url, viewer) : undefined
    if (early) return await early
    return await fetch(url, {
      method: route.method.toUpperCase(),
      headers: {
        accept: 'application/json',
        ...viewer,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
  } catch (cause) {
    // A request that was called off is not a failure: the query layer knows it by its name.
    if (request.signal?.aborted) throw cause
    throw new ApiError({ kind: 'no-answer' }, { cause })
  }
}

/** What a proxy answers for a server that is not there. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504]

function refusal(status: number, json: unknown): ApiError {
  const problem = problemAnswerSchema.safeParse(json)
  if (problem.success) return new ApiError({ kind: 'problem', problem: problem.data })
  if (GATEWAY_STATUSES.includes(status)) return new ApiError({ kind: 'no-answer' })
  return new ApiError({ kind: 'unreadable', status })
}
