import { execFile } from 'node:child_process'
import { judge } from './judge.ts'

/** A machine without network should not wait long to be told so. */
const ARGS = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000']
const MOST_BYTES = 64 * 1024 * 1024

/** Whether anything that the server or the page is made of is known to be unsafe. */
execFile('npm', ARGS, { maxBuffer: MOST_BYTES }, (_, said) => {
  const verdict = judge(said)
  switch (verdict.kind) {
    case 'clean':
      process.stdout.write(
        `No dependency has a known high or critical fault; ${verdict.known} lower.\n`,
      )
      break
    case 'unsafe':
      process.stderr.write(`Known to be unsafe: ${verdict.packages.join(', ')}. See: npm audit\n`)
      process.exitCode = 1
      break
    case 'not-checked':
      process.stdout.write(`Dependencies: not checked: ${verdict.why}.\n`)
      break
    default:
      verdict satisfies never
  }
})
