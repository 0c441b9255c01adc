import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { z } from 'zod'

const PACKAGE = '@sparticuz/chromium'
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/headroom', import.meta.url))

/** It asks no server for anything but the pages under test. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

type Installed = { executablePath: string; env: Record<string, string> }

/** One Chromium for a file of tests. */
export function browserForTests(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => browser?.close())
  return () => {
    if (!browser) throw new Error('the browser is not started yet')
    return browser
  }
}

/** The Chromium that `CHROMIUM_PATH` names, or the one that came with the npm packages. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH
  const { executablePath, env } = own ? { executablePath: own, env: {} } : await packaged()
  // As root, Chromium's sandbox can't be made.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath,
    args: [...sandbox, ...QUIET],
    env: { ...process.env, ...env },
  })
}

/**
 * Unpacked once per version. The package brings the libraries that a bare machine lacks, but unpacks
 * and names them only where it believes to be in a Lambda function.
 */
async function packaged(): Promise<Installed> {
  const folder = join(CACHE, `chromium-${packagedVersion()}`)
  if (!existsSync(folder)) await unpackInto(folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  }
}

function packagedVersion(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${PACKAGE} is for Linux on x64: name a Chromium with CHROMIUM_PATH`)
  }
  const { resolve } = createRequire(import.meta.url)
  const manifest: unknown = createRequire(import.meta.url)(
    join(resolve(PACKAGE), '../../../package.json'),
  )
  return z.object({ version: z.string() }).parse(manifest).version
}

/** Beside it first, then renamed: another run never sees half of it. */
async function unpackInto(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  const half = mkdtempSync(join(CACHE, 'unpacking-'))
  const script = `import('${PACKAGE}').then(({ default: chromium }) => chromium.executablePath())`
  await promisify(execFile)(process.execPath, ['--eval', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
  try {
    renameSync(half, folder)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
