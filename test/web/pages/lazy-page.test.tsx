import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { mendPage, type PageHost } from '#web/hooks/page-scripts.ts'
import { lazyPage } from '#web/parts/lazy-page.tsx'

const ENTRY = '/assets/main-a1.js'
const SAME = `<script type="module" src="${ENTRY}"></script>`
const NEWER = '<script type="module" src="/assets/main-b2.js"></script>'

function hostWith(front: string | undefined, isFirst = true) {
  const reloads: string[] = []
  const host: PageHost = {
    front: async () => front,
    entry: () => ENTRY,
    isFirst: () => isFirst,
    reload: () => reloads.push('reload'),
  }
  return { host, reloads }
}

function Page() {
  return <h1>Flows credits</h1>
}

/** A script that can't be loaded the first `failures` times. */
function script(failures: number) {
  let asked = 0
  return async () => {
    asked += 1
    if (asked <= failures) throw new TypeError('Failed to fetch dynamically imported module')
    return Page
  }
}

describe('a script that could not be loaded', () => {
  test.each([
    ['the server is away', undefined, { isAsked: false }, 'failed'],
    ['the server is still away', undefined, { isAsked: true }, 'failed'],
    ['for no known reason', SAME, { isAsked: false }, 'failed'],
    ['and may be kept as failed by the browser', SAME, { isAsked: true }, 'reloading'],
    ['as there was a deploy', NEWER, { isAsked: false }, 'reloading'],
  ] as const)('%s', async (_case, front, how, outcome) => {
    const { host, reloads } = hostWith(front)
    expect(await mendPage(host, how)).toBe(outcome)
    expect(reloads).toHaveLength(outcome === 'reloading' ? 1 : 0)
  })

  test('after a deploy the page is loaded anew once, not for ever', async () => {
    const { host, reloads } = hostWith(NEWER, false)
    expect(await mendPage(host, { isAsked: false })).toBe('failed')
    expect(reloads).toEqual([])
  })
})

describe('a page of its own script', () => {
  test('is there at once where it was loaded ahead', async () => {
    const LazyPage = lazyPage(script(0), hostWith(SAME).host)
    await LazyPage.preload()
    render(<LazyPage />)
    screen.getByRole('heading', { name: 'Flows credits' })
  })

  test('that failed says so, and is there when tried again', async () => {
    // Both when hinted at and when it was to be drawn, the server was away.
    const LazyPage = lazyPage(script(2), hostWith(undefined).host)
    await LazyPage.preload()
    render(<LazyPage />)
    await screen.findByRole('heading', { name: 'This page could not be loaded' })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('heading', { name: 'Flows credits' })
  })

  test('stays drawn as failed while the server is away, however often it is tried', async () => {
    const { host, reloads } = hostWith(undefined)
    const LazyPage = lazyPage(script(9), host)
    render(<LazyPage />)
    for (let time = 0; time < 2; time += 1) {
      await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    }
    await screen.findByRole('heading', { name: 'This page could not be loaded' })
    expect(reloads).toEqual([])
  })

  test('that a newer build renamed is loaded with its whole page', async () => {
    const { host, reloads } = hostWith(NEWER)
    const LazyPage = lazyPage(script(9), host)
    render(<LazyPage />)
    await waitFor(() => expect(reloads).toHaveLength(1))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
