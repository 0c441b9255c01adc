import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { violationOf } from './import-table.ts'
import { importsOf, sourcesIn } from './imports.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const sources = sourcesIn(SRC)

function violations(file: { path: string; text: string }): string[] {
  return importsOf(file).flatMap((of) => violationOf(of) ?? [])
}

type Sample = { path: string; text: string; violation?: string }

/** Each row of the table, broken once. */
const BROKEN: Sample[] = [
  {
    path: 'shared/credits/limit.ts',
    text: `import { z } from 'zod'`,
    violation: 'shared/credits/limit.ts may not import zod',
  },
  {
    path: 'shared/credits/limit.ts',
    text: `import type { Role } from '../contract/values.ts'`,
    violation: 'shared/credits/limit.ts may not import shared/contract/values.ts',
  },
  {
    path: 'shared/contract/event.ts',
    text: `import { App } from '#api/app.ts'`,
    violation: 'shared/contract/event.ts may not import api/app.ts',
  },
  {
    path: 'shared/demo/build.ts',
    text: `import { z } from 'zod'`,
    violation: 'shared/demo/build.ts may not import zod',
  },
  {
    path: 'api/app.ts',
    text: `import { readFile } from 'node:fs/promises'`,
    violation: 'api/app.ts may not import node:',
  },
  {
    path: 'api/app.ts',
    text: `import { Kysely } from 'kysely'`,
    violation: 'api/app.ts may not import kysely',
  },
  {
    path: 'api/app.ts',
    text: `import pg from 'pg'`,
    violation: 'api/app.ts may not import pg',
  },
  {
    path: 'api/app.ts',
    text: `export { open } from '#server/database/open.ts'`,
    violation: 'api/app.ts may not import server/database/open.ts',
  },
  {
    path: 'server/start.ts',
    text: `import { worker } from '#mocks/start.ts'`,
    violation: 'server/start.ts may not import mocks/start.ts',
  },
  {
    path: 'server/start.ts',
    text: `import { formatDate } from '../web/format/date.ts'`,
    violation: 'server/start.ts may not import web/format/date.ts',
  },
  {
    path: 'mocks/start.ts',
    text: `import { DatabaseSync } from 'node:sqlite'`,
    violation: 'mocks/start.ts may not import node:',
  },
  {
    path: 'mocks/start.ts',
    text: `import { App } from '#web/app.tsx'`,
    violation: 'mocks/start.ts may not import web/app.tsx',
  },
  {
    path: 'web/app.tsx',
    text: `import { setupWorker } from 'msw/browser'`,
    violation: 'web/app.tsx may not import msw',
  },
  {
    path: 'web/app.tsx',
    text: `const mocks = await import('#mocks/start.ts')`,
    violation: 'web/app.tsx may not import mocks/start.ts',
  },
  {
    path: 'web/api/usage.ts',
    text: `import { app } from '#api/app.ts'`,
    violation: 'web/api/usage.ts may not import api/app.ts',
  },
  {
    path: 'web/api/usage.ts',
    text: `import { Card } from '../ui/card.tsx'`,
    violation: 'web/api/usage.ts may not import web/ui/card.tsx',
  },
  {
    path: 'web/store/view-store.ts',
    text: `import { usage } from '#web/api/usage.ts'`,
    violation: 'web/store/view-store.ts may not import web/api/usage.ts',
  },
  {
    path: 'web/theme/apply-theme.ts',
    text: `import { usage } from '#web/api/usage.ts'`,
    violation: 'web/theme/apply-theme.ts may not import web/api/usage.ts',
  },
  {
    path: 'web/format/date.ts',
    text: `import { useState } from 'react'`,
    violation: 'web/format/date.ts may not import react',
  },
  {
    path: 'web/charts/cycle-chart.tsx',
    text: `import { usage } from '#web/api/usage.ts'`,
    violation: 'web/charts/cycle-chart.tsx may not import web/api/usage.ts',
  },
  {
    path: 'web/ui/card.tsx',
    text: `import { useQuery } from '@tanstack/react-query'`,
    violation: 'web/ui/card.tsx may not import @tanstack/react-query',
  },
  {
    path: 'web/hooks/viewer.ts',
    text: `import { Card } from '#web/ui/card.tsx'`,
    violation: 'web/hooks/viewer.ts may not import web/ui/card.tsx',
  },
  {
    path: 'web/parts/page-head.tsx',
    text: `import { Usage } from '#web/pages/usage/usage-page.tsx'`,
    violation: 'web/parts/page-head.tsx may not import web/pages/usage/usage-page.tsx',
  },
  {
    path: 'web/pages/usage/usage-page.tsx',
    text: `import { Members } from '../ai-credits/members.tsx'`,
    violation: 'web/pages/usage/usage-page.tsx may not import web/pages/ai-credits/members.tsx',
  },
  {
    path: 'web/pages/usage/usage-page.tsx',
    text: `const Members = lazy(() => import("#web/pages/ai-credits/members.tsx"))`,
    violation: 'web/pages/usage/usage-page.tsx may not import web/pages/ai-credits/members.tsx',
  },
  {
    path: 'web/pages/usage/usage-page.tsx',
    text: `import { Switch } from '@base-ui/react/switch'`,
    violation: 'web/pages/usage/usage-page.tsx may not import @base-ui/react',
  },
  {
    path: 'web/pages/usage/usage-page.tsx',
    text: `import { Shell } from '#web/shell/shell.tsx'`,
    violation: 'web/pages/usage/usage-page.tsx may not import web/shell/shell.tsx',
  },
  {
    path: 'main.tsx',
    text: `import { startMocks } from '#mocks/start.ts'`,
    violation: 'main.tsx may import mocks/start.ts only dynamically',
  },
  {
    path: 'server/build-pages.ts',
    text: `import { build } from 'vite'`,
    violation: 'server/build-pages.ts may import vite only dynamically',
  },
  {
    path: 'main.tsx',
    text: `import { raterOf } from '#shared/credits/rating.ts'`,
    violation: 'main.tsx may not import shared/credits/rating.ts',
  },
  {
    path: 'web/app.tsx',
    text: `const page = await import(path)`,
    violation: 'web/app.tsx imports something computed',
  },
  {
    path: 'web/app.tsx',
    text: `const page = await import(\`./\${name}.tsx\`)`,
    violation: 'web/app.tsx imports something computed',
  },
  {
    path: 'web/app.tsx',
    text: `const pages = import.meta.glob('../server/*.ts')`,
    violation: 'web/app.tsx imports something computed',
  },
  {
    path: 'api/app.ts',
    text: `import pack from '../../package.json'`,
    violation: 'api/app.ts may not import ../package.json',
  },
  {
    path: 'api/app.ts',
    text: `import { team } from '#test/support/team.ts'`,
    violation: 'api/app.ts may not import test/support/team.ts',
  },
  {
    path: 'elsewhere/a.ts',
    text: `import { z } from 'zod'`,
    violation: 'elsewhere/a.ts is in no row of the import table',
  },
]

const ALLOWED: Sample[] = [
  { path: 'shared/credits/limit.ts', text: `import { a } from './amounts.ts'` },
  { path: 'shared/contract/event.ts', text: `import { a } from '#shared/credits/amounts.ts'` },
  { path: 'server/start.ts', text: `import { a } from 'node:fs'; import b from '#api/app.ts'` },
  { path: 'main.tsx', text: `const mocks = await import('#mocks/start.ts')` },
  { path: 'web/pages/usage/a.tsx', text: `import { a } from './b.tsx'` },
  { path: 'web/pages/usage/deep/a.tsx', text: `import { a } from '../b.tsx'` },
  { path: 'web/shell/routes.tsx', text: `import('#web/pages/usage/usage-page.tsx')` },
  { path: 'web/app.tsx', text: `const here = import.meta.url // import { a } from 'pg'` },
  { path: 'web/app.tsx', text: `/** Never import('pg'), nor from 'pg'. */` },
]

describe('the import table', () => {
  it('is kept by every source file', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.flatMap(violations)).toEqual([])
  })

  test.each(BROKEN)('refuses $text in $path', ({ violation, ...file }) => {
    expect(violations(file)).toEqual([violation])
  })

  test.each(ALLOWED)('allows $text in $path', (file) => {
    expect(violations(file)).toEqual([])
  })

  it('sees every way to import', () => {
    const text = [
      `import a, { b } from './a.ts'`,
      `import type { C } from './c.ts'`,
      `import {\n  d,\n  e,\n} from "./d.ts"`,
      `import * as f from './f.ts'`,
      `import './g.css'`,
      `export { h } from './h.ts'`,
      `const i = await import('./i.ts')`,
      `const j = () => import(\n  './j.ts',\n)`,
    ].join('\n')
    const paths = importsOf({ path: 'web/x.ts', text }).map(({ to }) =>
      to.kind === 'module' ? to.path : to.kind,
    )
    expect(paths).toEqual(
      ['a.ts', 'c.ts', 'd.ts', 'f.ts', 'g.css', 'h.ts', 'i.ts', 'j.ts'].map((at) => `web/${at}`),
    )
  })
})

/** What would make a rule give another answer tomorrow. */
const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bTemporal\.Now\b|\bperformance\./

describe('the rules', () => {
  it('read no clock and throw no dice', () => {
    const impure = sources.filter(
      ({ path, text }) => path.startsWith('shared/') && IMPURE.test(text),
    )
    expect(impure.map(({ path }) => path)).toEqual([])
  })

  test.each(['Date.now()', 'new Date()', 'Math.random()', 'Temporal.Now.instant()'])(
    'would be caught at %s',
    (text) => expect(IMPURE.test(text)).toBe(true),
  )
})
