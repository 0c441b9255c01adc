import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'public', 'src']

/** Builds the page if there is no build, or its sources are newer than it. */
export async function buildPages(root: string, pages: string): Promise<void> {
  const built = join(pages, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= (await newestOf(root))) return
  process.stdout.write('Building the page …\n')
  // Loaded only when needed: an installation that is built runs without its build tools.
  const { build } = await import('vite')
  const before = process.env.NODE_ENV
  // Any other value, as a test run sets it, would build the libraries' much larger debug variants.
  process.env.NODE_ENV = 'production'
  await build({ root, logLevel: 'warn' })
  if (before === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = before
}

async function newestOf(root: string): Promise<number> {
  const times = SOURCES.map(async (name) => {
    const path = join(root, name)
    if (!existsSync(path)) return 0
    if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return Math.max(0, ...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs))
  })
  return Math.max(...(await Promise.all(times)))
}
