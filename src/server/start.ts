import cluster from 'node:cluster'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { banner } from './banner.ts'
import { buildPages, PAGES, ROOT } from './build-pages.ts'
import { endOnFailure, runCommand } from './command.ts'
import { type Config, loadCatalog, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { OperatorError } from './operator-error.ts'
import { readPages } from './pages.ts'
import { type Supervised, startWorkers, WorkerEnded } from './workers/supervise.ts'

/**
 * By how much the heap may grow before it is collected. By itself V8 lets it grow to three times what is in use:
 * 100 MB more, for a tenth less of the processor's time in ingest (`npm run bench -- memory ingest`).
 */
const HEAP_GROWTH_PERCENT = 75

setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
endOnFailure()
await runCommand(async () => {
  const config = readConfig({ ...process.env, ...readFlags(process.argv.slice(2)) })
  if (cluster.isWorker) {
    const { work } = await import('./workers/work.ts')
    return work(config)
  }
  await buildPages(ROOT, PAGES)
  const running = await start(config)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(running))
  }
  // Last: whoever reads it may ask at once that it stops.
  process.stdout.write(`${banner(running)}\n`)
})
// One that could not start: else what it is told through would keep it there.
if (cluster.isWorker && process.exitCode !== undefined) process.exit()

async function start(config: Config): Promise<Supervised> {
  const pages = await readPages(PAGES)
  if (config.workers === 1) {
    // Not loaded by a process that only looks after others: it would cost 100 MB.
    const { startServer } = await import('./server.ts')
    return startServer(config, pages)
  }
  const catalog = await loadCatalog(config)
  try {
    return await startWorkers({
      config,
      pages,
      catalog,
      log: createLog(config.log),
      over: (code) => process.exit(code),
    })
  } catch (error) {
    // It has said itself what is the matter.
    if (error instanceof WorkerEnded) process.exit(error.exitCode)
    throw error
  }
}

/** `--empty`, `--data FOLDER`, `--port N` and `--workers N` are short for variables of the environment. */
function readFlags(args: string[]): Record<string, string> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        empty: { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string' },
        workers: { type: 'string' },
      },
    })
    return {
      ...(values.empty ? { HEADROOM_EXAMPLE: 'off' } : {}),
      ...(values.data === undefined ? {} : { HEADROOM_DATA: values.data }),
      ...(values.port === undefined ? {} : { HEADROOM_PORT: values.port }),
      ...(values.workers === undefined ? {} : { HEADROOM_WORKERS: values.workers }),
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'an unknown option'
    const usage = 'Usage: npm start -- [--empty] [--data FOLDER] [--port N] [--workers N]'
    throw new OperatorError(`${why}\n${usage}`, { cause })
  }
}

async function stop(running: Pick<Supervised, 'stop'>): Promise<void> {
  process.stdout.write('\nStopping …\n')
  await running.stop()
  // A mail server that hangs would else keep the process there.
  process.stdout.write('Stopped. Nothing is lost; npm start goes on from here.\n', () =>
    process.exit(),
  )
}
