import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { HOUR } from '#shared/credits/amounts.ts'
import { OperatorError } from './operator-error.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const PAGES = join(ROOT, 'dist/web')

const SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'public', 'src']

/** Of what the page is built with, a package that nothing else brings along. */
const TOOL = join(ROOT, 'node_modules/@vitejs/plugin-react')
const BUILDER = join(ROOT, 'node_modules/vite/bin/vite.js')

/**
 * Builds the page if there is no build, or its sources are newer than it. Where only what runs is installed, the
 * build that came with it is the one: files that were copied are as new as the copy.
 */
export async function buildPages(root: string, pages: string, tool = TOOL): Promise<void> {
  await removeLeftovers(pages)
  const built = join(pages, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= (await newestOf(root))) return
  if (!existsSync(tool)) {
    if (existsSync(built)) return
    throw new OperatorError(
      'The page is not built, and what builds it is not installed. Build it where all is (npm ci && npm run build), and bring dist/web here.',
    )
  }
  process.stdout.write('Building the page …\n')
  await buildAnew(root, pages)
}

/**
 * Builds beside the place and puts the whole there at once: several may build at the same time, and
 * what is broken off leaves the build before as it was.
 */
export async function buildAnew(root: string, pages: string): Promise<void> {
  // A source that changes while this is built is newer than the build.
  const sourcesAt = new Date(Math.ceil(await newestOf(root)))
  await mkdir(dirname(pages), { recursive: true })
  const draft = await mkdtemp(`${pages}${DRAFT}`)
  try {
    await build(root, draft)
    await utimes(join(draft, 'index.html'), sourcesAt, sourcesAt)
    // A folder made so is its maker's alone.
    await chmod(draft, 0o755)
    await putInPlace(draft, pages)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** In a process of its own: the server after it would keep the half gigabyte that a build takes. */
async function build(root: string, outDir: string): Promise<void> {
  const args = ['build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  const child = spawn(process.execPath, [BUILDER, ...args], {
    cwd: root,
    // Any other value, as a test run sets it, would build the libraries' much larger debug variants.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new OperatorError(`The page can't be built.\n${said.trim()}`)
  process.stderr.write(said)
}

async function putInPlace(draft: string, pages: string): Promise<void> {
  const old = `${draft}${OLD}`
  if (existsSync(pages)) await rename(pages, old).catch(ignoreGone)
  try {
    await rename(draft, pages)
  } catch (error) {
    // Another start has put its own there: it is as new.
    if (!existsSync(join(pages, 'index.html'))) throw error
  }
  await rm(old, { recursive: true, force: true })
}

function ignoreGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

const DRAFT = '.draft-'
const OLD = '.old'

/** Drops what builds left that were broken off; one under way is not as old. */
async function removeLeftovers(pages: string): Promise<void> {
  const folder = dirname(pages)
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(pages)}${DRAFT}`)) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs < Date.now() - HOUR) await rm(path, { recursive: true, force: true })
  }
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
