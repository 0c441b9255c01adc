import { screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { apiHandlers } from '#mocks/handlers.ts'
import { createWorld } from '#mocks/world.ts'
import { SESSION_PATH, VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'
import { askFirst } from '#web/api/ask-first.ts'
import { askEarly, beginEarly, takeEarly } from '#web/api/early-answers.ts'
import { urlOf } from '#web/api/url-of.ts'
import { keptViewAs } from '#web/store/kept-view-as.ts'
import { useViewStore } from '#web/store/view-store.ts'
import { KEPT_VIEW } from '#web/store/visit-storage.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'

serveApi()

const AT_START = { search: '', viewAs: 'admin', embed: undefined, isUsagePage: true }

/** A world that notes who asked for what, and of which nothing changes. */
async function noted(): Promise<{
  world: Awaited<ReturnType<typeof createWorld>>
  asked: string[]
}> {
  const world = await createWorld({ scenario: 'example', now: () => NOW })
  const asked: string[] = []
  const fetch = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    if (pathname.endsWith('/events-stream')) return new Response(null, { status: 404 })
    const what = /(session|usage)$/.exec(pathname)?.[1]
    if (what) asked.push(`${what}${search} ${request.headers.get(VIEW_AS_HEADER)}`)
    return world.fetch(request)
  }
  const watched = { ...world, fetch }
  server.use(...apiHandlers(watched))
  return { world: watched, asked }
}

describe('what is asked before the page’s own scripts are there', () => {
  test('is who looks and what their team used; the page does not ask for it again', async () => {
    const { world, asked } = await noted()
    await askFirst(AT_START)
    expect(asked).toEqual(['session admin', 'usage admin'])
    await visit('/', { world })
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    expect(asked).toHaveLength(2)
  })

  test('is of the team and the cycle that the address names', async () => {
    const { world, asked } = await noted()
    const search = '?team=tidewater&cycle=2026-10-02'
    await askFirst({ ...AT_START, search })
    expect(asked).toEqual(['session?team=tidewater admin', 'usage?cycle=2026-10-02 admin'])
    await visit(`/${search}`, { world })
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    expect(asked).toHaveLength(2)
  })

  test('are no figures on any other page', async () => {
    const { asked } = await noted()
    await askFirst({ ...AT_START, isUsagePage: false })
    expect(asked).toEqual(['session admin'])
  })

  test('is asked again by whoever else looks: an answer is for nobody but who asked', async () => {
    const { world, asked } = await noted()
    await askFirst({ ...AT_START, viewAs: 'member' })
    await visit('/', { world, as: 'billing' })
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    expect(asked.slice(2)).toEqual(['session billing', 'usage billing'])
  })

  test('is taken once: who asks later sees how it is by then', async () => {
    const { world, asked } = await noted()
    await askFirst(AT_START)
    const { client } = await visit('/', { world })
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    await client.refetchQueries({ queryKey: ['session'] })
    expect(asked.slice(2)).toEqual(['session admin'])
  })

  test('is not what the page wanted already: the answer would be taken for a later one', async () => {
    await noted()
    const url = urlOf(SESSION_PATH, { params: {} })
    beginEarly()
    expect(takeEarly(url, {})).toBeUndefined()
    expect(askEarly(url, {})).toBeUndefined()
  })

  test('is too old where the page comes much later', async () => {
    const { world, asked } = await noted()
    await askFirst(AT_START)
    const start = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => start + 60_000)
    await visit('/', { world })
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    vi.restoreAllMocks()
    expect(asked.slice(2)).toEqual(['session admin', 'usage admin'])
  })

  test('is nothing where it fails: the page asks, and says what it is told', async () => {
    const { world, asked } = await noted()
    await askFirst({ ...AT_START, search: '?team=unheard-of' })
    expect(asked).toEqual(['session?team=unheard-of admin'])
    await visit('/?team=unheard-of', { world })
    await screen.findByRole('heading', { level: 1 })
    expect(asked).toHaveLength(1)
  })
})

describe('whose eyes the page is seen with', () => {
  test('is read as the view store keeps it', () => {
    keeping(undefined)
    useViewStore.getState().setViewAs('billing')
    expect(keptViewAs()).toBe('billing')
    useViewStore.getState().setViewAs(undefined)
    expect(keptViewAs()).toBeUndefined()
  })

  test.each([
    ['nothing is kept', undefined],
    ['it is no JSON', '{'],
    ['it is something else', '{"state":{"viewAs":7}}'],
    ['it is nothing', 'null'],
  ])('is left to the server where %s', (_, kept) => {
    keeping(kept)
    expect(keptViewAs()).toBeUndefined()
  })
})

/** A browser's storage, which a test's DOM has none of. */
function keeping(view: string | undefined): void {
  const kept = new Map(view === undefined ? [] : [[KEPT_VIEW, view]])
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  })
}
