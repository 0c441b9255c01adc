import type { Import } from './imports.ts'

type Row = {
  /** A folder or file of `src`; the longest that a file is in counts. */
  from: string
  /** Folders that it may import besides itself. */
  modules: string[]
  packages: string[]
}

const WEB_BASE = ['web/api', 'web/store', 'web/charts', 'web/ui', 'web/hooks', 'web/format']
const TANSTACK = ['@tanstack/react-query', '@tanstack/react-router', '@tanstack/react-virtual']

/** Who may import what, from the inside out. What is not listed here is not allowed. */
export const IMPORT_TABLE: Row[] = [
  { from: 'shared/credits', modules: [], packages: [] },
  { from: 'shared/contract', modules: ['shared'], packages: ['zod'] },
  { from: 'shared/demo', modules: ['shared'], packages: [] },
  {
    from: 'api',
    modules: ['shared'],
    packages: ['hono', '@hono/zod-openapi', 'zod', '@noble/hashes'],
  },
  {
    from: 'server',
    modules: ['shared', 'api'],
    packages: [
      'node:',
      'kysely',
      'pg',
      'hono',
      '@hono/node-server',
      'zod',
      'pino',
      'csv-parse',
      'nodemailer',
      'standardwebhooks',
      'better-auth',
      'rate-limiter-flexible',
      'prom-client',
      'vite',
    ],
  },
  { from: 'mocks', modules: ['shared', 'api'], packages: ['msw', 'zod'] },
  { from: 'web/format', modules: ['shared'], packages: [] },
  { from: 'web/store', modules: ['shared'], packages: ['zustand', 'zod'] },
  { from: 'web/theme', modules: ['web/store'], packages: [] },
  {
    from: 'web/api',
    modules: ['shared', 'web/store'],
    packages: ['@tanstack/react-query', 'zod'],
  },
  {
    from: 'web/hooks',
    modules: ['shared', 'web/api', 'web/store', 'web/format'],
    packages: ['react', 'zod', ...TANSTACK],
  },
  { from: 'web/charts', modules: ['shared', 'web/format'], packages: ['react', 'recharts'] },
  { from: 'web/ui', modules: ['shared'], packages: ['react', '@base-ui/react'] },
  {
    from: 'web/parts',
    modules: ['shared', ...WEB_BASE],
    packages: ['react', ...TANSTACK],
  },
  {
    from: 'web/pages',
    modules: ['shared', 'web/parts', ...WEB_BASE],
    packages: ['react', 'zod', ...TANSTACK],
  },
  { from: 'web/shell', modules: ['shared', 'web'], packages: ['react', ...TANSTACK] },
  {
    from: 'web',
    modules: ['shared', 'web'],
    packages: ['react', 'zod', '@base-ui/react', ...TANSTACK],
  },
  {
    from: 'main.tsx',
    modules: ['web', 'mocks'],
    packages: ['react', 'react-dom', 'zod', 'temporal-polyfill', '@fontsource-variable/inter'],
  },
]

/** Loaded only when needed: the production bundle holds no mocks, the server runs without Vite. */
const DYNAMIC_ONLY = ['mocks', 'temporal-polyfill', 'vite']

/** Why an import is not allowed, or nothing. */
export function violationOf(of: Import): string | undefined {
  const row = rowOf(of.from)
  if (!row) return `${of.from} is in no row of the import table`
  if (of.to.kind === 'computed') return `${of.from} imports something computed`
  const name = of.to.kind === 'module' ? of.to.path : of.to.name
  if (!isAllowed(of, row)) return `${of.from} may not import ${name}`
  const later = DYNAMIC_ONLY.some((folder) => isIn(name, folder) && !isIn(of.from, folder))
  if (later && of.when === 'static') return `${of.from} may import ${name} only dynamically`
  return undefined
}

function isAllowed({ from, to }: Import, row: Row): boolean {
  if (to.kind === 'package') return row.packages.includes(to.name)
  if (to.kind === 'computed') return false
  if (row.from === 'web/pages' && isIn(to.path, row.from)) return pageOf(from) === pageOf(to.path)
  return [row.from, ...row.modules].some((folder) => isIn(to.path, folder))
}

function rowOf(file: string): Row | undefined {
  return IMPORT_TABLE.filter((row) => isIn(file, row.from)).sort(
    (a, b) => b.from.length - a.from.length,
  )[0]
}

/** `usage` of `web/pages/usage/alerts.tsx`: pages are apart from one another. */
function pageOf(path: string): string | undefined {
  return path.split('/')[2]
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
