import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { z } from 'zod'

const PACKAGE = '@sparticuz/chromium'
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const MANIFEST = join(MODULES, PACKAGE, 'package.json')
const CACHE = join(MODULES, '.cache', 'headroom')
const UNPACK = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url))

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
  return chromium.launch({
    executablePath,
    args: QUIET,
    // It can't be made as root nor in most containers, and the pages are our own.
    chromiumSandbox: false,
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
  const fonts = join(folder, 'fonts.conf')
  if (!existsSync(fonts)) writeFileSync(fonts, fontsIn(folder))
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
  }
}

/** The package's own says where a Lambda function has them: without any, a page has no text. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts', 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}

function packagedVersion(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${PACKAGE} is for Linux on x64: name a Chromium with CHROMIUM_PATH`)
  }
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}

/** Beside it first, then renamed: another run never sees half of it. */
async function unpackInto(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  const half = mkdtempSync(join(CACHE, 'unpacking-'))
  await promisify(execFile)(process.execPath, [UNPACK], {
    env: { ...process.env, TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
  try {
    renameSync(half, folder)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
