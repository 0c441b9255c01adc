import { fileURLToPath } from 'node:url'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** `npm run dev` on a free port: the page on the mocks. */
export function previewForTests(): () => string {
  let server: ViteDevServer | undefined
  beforeAll(async () => {
    server = await createServer({
      root: ROOT,
      mode: 'mocks',
      logLevel: 'warn',
      // Apart from a developer's own, which may be running.
      cacheDir: 'node_modules/.cache/headroom/vite',
      server: { port: 0, hmr: false, watch: null },
    })
    await server.listen()
  })
  afterAll(async () => server?.close())
  return () => {
    const address = server?.httpServer?.address()
    if (!address || typeof address === 'string') throw new Error('the preview is not started yet')
    return `http://127.0.0.1:${address.port}`
  }
}
