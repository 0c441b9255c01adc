import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { apiOver } from '#test/support/api-host.ts'

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
    const wanted = Object.entries({ ...WIRE, ...DOWNLOADS })
      .map(([name, route]) => [name, route.method, route.path])
      .sort()
    expect(described).toEqual(wanted)
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
