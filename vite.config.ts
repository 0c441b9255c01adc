import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, normalizePath, type Plugin, type Rolldown } from 'vite'

/** Libraries of the frame around every page; not those parts of them that only some pages use. */
const BASE =
  /node_modules.(?:react|react-dom|scheduler|zustand|@tanstack.(?!react-virtual|virtual)[\w-]+).(?!.*infinite)/i

/** An entry is a script of its own: it starts the page. */
const NO_ENTRY = /^(?!.*src.main\.tsx$)(?!.*index\.html$)/

const FIRST_PAGE = fileOf('src/web/pages/usage/usage-page.tsx')
const EARLY = fileOf('src/web/early.ts')

const API_SERVER = process.env.HEADROOM_API ?? 'http://127.0.0.1:4280'

/** `--mode mocks` starts the page on the mocks; every other mode talks to a server. */
export default defineConfig(({ mode }) => ({
  plugins: [react(), early(), withoutMockWorker(), ...(mode === 'mocks' ? [preparing()] : [])],
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
            { name: chunkOf('early', { of: EARLY }), debugName: 'early' },
            { name: 'zod', test: /node_modules.zod.|strict-zod/ },
            // What every page needs, in one piece: in many it would be larger.
            { name: 'base', test: BASE },
            // A browser has six connections to a server, and a way there and back for each file: of
            // a hundred small ones, the first page would wait for most.
            { name: 'frame', tags: ['$initial'], test: NO_ENTRY },
            { name: chunkOf('parts', { of: FIRST_PAGE, but: isFirstPage }), debugName: 'parts' },
            { name: 'popups', test: /node_modules.@(?:base-ui|floating-ui)./, minShareCount: 2 },
          ],
        },
      },
    },
  },
}))

/** One chunk of all that a module needs. */
function chunkOf(
  name: string,
  { of, but = () => false }: { of: string; but?: (id: string) => boolean },
): Rolldown.CodeSplittingNameFunction {
  let needed: ReadonlySet<string> | undefined
  return (id, graph) => {
    needed ??= importedFrom(of, (each) => graph.getModuleInfo(each)?.importedIds ?? [])
    return needed.has(id) && !but(id) ? name : null
  }
}

/** What is the first page's alone; other pages need most of the rest, too. */
function isFirstPage(id: string): boolean {
  return dirname(id) === dirname(FIRST_PAGE)
}

/** All that is there once this module is, itself included. */
function importedFrom(root: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([root])
  for (const id of found) for (const next of importsOf(id)) found.add(next)
  return found
}

/** Has the script that runs early run as soon as it is there: others of the page wait for each other. */
function early(): Plugin {
  return {
    name: 'early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const chunk = Object.values(bundle).find(({ name }) => name === 'early')
        if (!chunk) throw new Error('There is no script that runs early')
        const src = `/${chunk.fileName}`
        const attrs = { type: 'module', async: true, crossorigin: true, fetchpriority: 'high', src }
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
      },
    },
  }
}

function fileOf(path: string): string {
  return normalizePath(join(import.meta.dirname, path))
}

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
