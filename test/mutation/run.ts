import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Outcome, summarize } from './summary.ts'

/**
 * Changes the rules in thousands of small ways and sees whether their tests notice:
 * `npm run test:mutation`, or `npm run test:mutation -- 'src/shared/credits/limit.ts'` for some files.
 * Takes about half an hour on two cores at first, later what has changed.
 */
const ROOT = join(import.meta.dirname, '../..')
const PLACE = join(ROOT, 'dist/mutation')
const REPORT = join(PLACE, 'mutation.json')
const STRYKER = join(PLACE, 'node_modules/@stryker-mutator/core/bin/stryker.js')
/** Not among the project's packages: so many come with it, and nothing else needs them. */
const TOOLS = ['@stryker-mutator/core@10.1.1', '@stryker-mutator/vitest-runner@10.1.1']
const RULES = 'src/shared/credits/**/*.ts'

const mutate = process.argv.slice(2)
if (!existsSync(STRYKER)) install()
const ended = run(process.execPath, [STRYKER, 'run', writeConfig()])
if (ended !== 0) process.exit(ended)
say(summarize(JSON.parse(readFileSync(REPORT, 'utf8'))))

function install(): void {
  mkdirSync(PLACE, { recursive: true })
  // It works with the project's own Vitest.
  const flags = ['--no-save', '--no-package-lock', '--legacy-peer-deps', '--no-audit', '--no-fund']
  const ended = run('npm', ['install', '--prefix', PLACE, ...flags, ...TOOLS])
  if (ended !== 0) process.exit(ended)
}

function writeConfig(): string {
  const file = join(PLACE, 'stryker.json')
  const config = {
    mutate: mutate.length > 0 ? mutate : [RULES],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // Asked again is only what has changed since, in the rules or in their tests.
    incremental: true,
    incrementalFile: join(PLACE, 'incremental.json'),
    concurrency: 2,
    timeoutMS: 20_000,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: REPORT },
    tempDirName: join(PLACE, 'tmp'),
    // It would read ours with functions that TypeScript 7 no longer has, to change paths that there are none of.
    tsconfigFile: 'there-is-none.json',
    ignorePatterns: ['dist', 'data', 'docs', 'public'],
  }
  writeFileSync(file, JSON.stringify(config))
  return file
}

function run(program: string, args: string[]): number {
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1
}

function say(outcome: Outcome): void {
  for (const line of outcome.survivors) process.stdout.write(`${line}\n`)
  const { killed, all } = outcome
  const share = ((killed / all) * 100).toFixed(1)
  process.stdout.write(`${killed} of ${all} killed: ${share} %\n`)
}
