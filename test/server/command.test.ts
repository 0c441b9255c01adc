import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const COMMAND = join(import.meta.dirname, '../../src/server/command.ts')

/** Runs a program of a few lines in a process of its own. */
function run(lines: string): Promise<{ code: number | string | null | undefined; said: string }> {
  const program = `import { endOnFailure, runCommand } from '${COMMAND}'
    const error = Object.assign(new Error('no "planted" row'), { detail: 'planted detail' })
    error.cause = new TypeError('no planted@example.com')
    ${lines}`
  return new Promise((resolve) => {
    const args = ['--no-warnings', '--input-type=module', '--eval', program]
    execFile(process.execPath, args, (failure, stdout, stderr) =>
      resolve({ code: failure?.code, said: `${stdout}${stderr}` }),
    )
  })
}

it.each([
  ['a command that fails', 'await runCommand(async () => { throw error })', 2],
  ['what nothing took care of', 'endOnFailure(); setTimeout(() => { throw error })', 1],
  ['a promise that nobody waited for', 'endOnFailure(); Promise.reject(error)', 1],
])('%s says what and where, and nothing that it carries', async (_, lines, code) => {
  const ended = await run(lines)
  expect(ended.code).toBe(code)
  expect(ended.said).toMatch(/^Error: no "…" row\n {4}at /)
  expect(ended.said).toContain('because of TypeError: no …')
  expect(ended.said).not.toContain('planted')
})
