import { vi } from 'vitest'

/** What jsdom lacks and the page asks for; nothing of it is what a test is about. */
export function stubBrowser(options: { narrow?: boolean } = {}): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query.includes('width <') ? options.narrow === true : options.narrow !== true,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal('scrollTo', () => undefined)
  Element.prototype.scrollIntoView = () => undefined
}
