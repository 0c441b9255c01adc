import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Libraries of the frame around every page; not those parts of them that only some pages use. */
const BASE =
  /node_modules.(?:react|react-dom|scheduler|zustand|@tanstack.(?!react-virtual|virtual)[\w-]+).(?!.*infinite)/i

const API_SERVER = process.env.HEADROOM_API ?? 'http://127.0.0.1:4280'

/** `--mode mocks` starts the page on the mocks; every other mode talks to a server. */
export default defineConfig(({ mode }) => ({
  plugins: [react(), withoutMockWorker(), ...(mode === 'mocks' ? [preparing()] : [])],
  define: { __MOCKS__: JSON.stringify(mode === 'mocks') },
  server: {
    host: '127.0.0.1',
    port: 5173,
    ...(mode === 'mocks' ? {} : { proxy: { '/api': { target: API_SERVER } } }),
  },
  build: {
    outDir: 'dist/web',
    target: 'baseline-widely-available',
    sourcemap: true,
    // The size check reads from it what the first page loads.
    manifest: true,
    rolldownOptions: {
      // Chunks run in the order of their imports: zod's own holds what must come before any schema.
      output: {
        codeSplitting: {
          groups: [
            { name: 'zod', test: /node_modules.zod.|strict-zod/ },
            // What every page needs, in one piece: in many it would be larger.
            { name: 'base', test: BASE },
          ],
        },
      },
    },
  },
}))

/** The service worker lies in `public` for `npm run dev`; nothing of the mocks goes into a build. */
function withoutMockWorker(): Plugin {
  let out = ''
  return {
    name: 'without-mock-worker',
    apply: 'build',
    configResolved: ({ build }) => {
      out = build.outDir
    },
    closeBundle: () => rm(join(out, 'mockServiceWorker.js'), { force: true }),
  }
}

const ROOT = '<div id="root">'
const QUIET = 'margin: 20vh 0 0; text-align: center; font: 14px/20px system-ui, sans-serif'

/** Mocks are made in the page, which takes a moment: it is not blank meanwhile. */
function preparing(): Plugin {
  return {
    name: 'preparing',
    transformIndexHtml: (html) =>
      html.replace(ROOT, `${ROOT}<p role="status" style="${QUIET}">Preparing the preview…</p>`),
  }
}
