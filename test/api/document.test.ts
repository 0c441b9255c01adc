import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { EMBED_ROUTES } from '#shared/contract/embed-routes.ts'
import { VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import { EVENT_STREAM_PATH } from '#shared/contract/routes.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { apiOver } from '#test/support/api-host.ts'

type Limited = { operationId: string; responses: { default: { headers?: object } } }
type Operation = { operationId: string; parameters?: { name: string }[] }

const api = apiOver(createMemoryStore())

describe('the OpenAPI document', () => {
  it('is 3.1 and has every route of the contract, with its method', async () => {
    const document = await (await api.fetch('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries<Record<string, { operationId: string }>>(document.paths)
      .flatMap(([path, item]) =>
        Object.entries(item).map(([method, { operationId }]) => [operationId, method, path]),
      )
      .sort()
    const eventStream = { method: 'get', path: EVENT_STREAM_PATH }
    const wanted = Object.entries({ ...WIRE, ...DOWNLOADS, eventStream })
      .map(([name, route]) => [name, route.method, route.path])
      .sort()
    expect(described).toEqual(wanted)
  })

  it('has patterns as a program reads them: in full, with no flag but u', async () => {
    const patterns = new Set<string>()
    const text = await (await api.fetch('/api/openapi.json')).text()
    JSON.parse(text, (name, value) => {
      if (name === 'pattern') patterns.add(value)
      return value
    })
    expect(patterns.size).toBeGreaterThan(5)
    for (const pattern of patterns) {
      expect(new RegExp(pattern, 'u').source).not.toMatch(/\/[a-z]+$/)
    }
  })

  it('asks who is viewing of who looks at the page, not of host products or sign-in', async () => {
    const document = await (await api.fetch('/api/openapi.json')).json()
    const operations = Object.values<Record<string, Operation>>(document.paths).flatMap((item) =>
      Object.values(item),
    )
    const asked = operations
      .filter(({ parameters = [] }) => parameters.some(({ name }) => name === VIEW_AS_HEADER))
      .map(({ operationId }) => operationId)
    const others = [
      ...Object.keys(EMBED_ROUTES),
      ...Object.keys(HOST_ROUTES),
      ...Object.keys(PEOPLE_ROUTES),
    ]
    expect(asked.filter((name) => others.includes(name))).toEqual([])
    expect(operations).toHaveLength(asked.length + others.length)
  })

  it('describes the limit’s headers of whatever is counted', async () => {
    const document = await (await api.fetch('/api/openapi.json')).json()
    const operations = Object.values<Record<string, Limited>>(document.paths).flatMap((item) =>
      Object.values(item),
    )
    const uncounted = operations
      .filter(({ responses }) => responses.default.headers === undefined)
      .map(({ operationId }) => operationId)
    expect(uncounted.toSorted()).toEqual(Object.keys(HOST_ROUTES).toSorted())
    const { responses } = document.paths['/api/v1/session'].get
    expect(Object.keys(responses['200'].headers)).toEqual(Object.keys(responses.default.headers))
    expect(responses['200'].headers['X-RateLimit-Limit'].schema.type).toBe('integer')
  })

  it('describes the stream of events as one', async () => {
    const document = await (await api.fetch('/api/openapi.json')).json()
    const { responses } = document.paths[EVENT_STREAM_PATH].get
    expect(Object.keys(responses[200].content)).toEqual(['text/event-stream'])
    expect(await (await api.fetch('/api/docs')).text()).toContain(EVENT_STREAM_PATH)
  })

  it('describes every refusal as a problem document', async () => {
    const document = await (await api.fetch('/api/openapi.json')).json()
    const schema =
      document.paths['/api/v1/events'].post.responses.default.content['application/problem+json']
    expect(schema.schema.required).toEqual(['type', 'title', 'status', 'detail', 'code'])
  })

  it('can be read by people, without script and without anything from elsewhere', async () => {
    const page = await (await api.fetch('/api/docs')).text()
    for (const route of Object.values(WIRE)) expect(page).toContain(route.summary)
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
    const style = await api.fetch('/api/docs.css')
    expect(style.headers.get('content-type')).toContain('text/css')
  })
})
