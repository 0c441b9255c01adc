import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const FILES = ['src/server', 'src/api', 'src/shared'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
)
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')
/** What exports nothing is a command: loaded it would do its work. */
const LOADABLE = FILES.filter((file) => /^export /m.test(textOf(file)))

/** Loads each, and says of each that can't be loaded why. */
const LOAD = `
const failed = []
for (const url of process.argv.slice(1)) {
  try {
    await import(url)
  } catch (error) {
    failed.push(url + ': ' + error)
  }
}
process.stdout.write(JSON.stringify(failed))
process.exit()`

async function loaded(urls: readonly string[]): Promise<unknown> {
  const args = ['--no-warnings', '--input-type=module', '--eval', LOAD, ...urls]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  return JSON.parse(stdout)
}

/** Node reads our files itself, with a reader of its own: what the compiler takes, it may not. */
describe('Node without any tool', () => {
  it('reads every file of the server, commands among them', () => {
    expect(FILES.length).toBeGreaterThan(300)
    const failed = FILES.flatMap((file) => {
      try {
        stripTypeScriptTypes(textOf(file))
        return []
      } catch (error) {
        return [`${file}: ${error}`]
      }
    })
    expect(failed).toEqual([])
  })

  it('loads every file of the server that is no command', async () => {
    expect(FILES.length - LOADABLE.length).toBeLessThan(12)
    expect(await loaded(LOADABLE.map((file) => pathToFileURL(join(ROOT, file)).href))).toEqual([])
  })

  it('tells of a file that the compiler takes and Node does not', async () => {
    const text = "for (const of of ['a'] as const) await Promise.resolve(of)"
    expect(() => stripTypeScriptTypes(text)).toThrow()
    const url = `data:text/javascript,${encodeURIComponent('export const of of')}`
    expect(await loaded([url])).toEqual([expect.stringContaining('SyntaxError')])
  })
})
