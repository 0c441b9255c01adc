import { parseArgs } from 'node:util'
import { banner } from './banner.ts'
import { buildPages, PAGES, ROOT } from './build-pages.ts'
import { endOnFailure, runCommand } from './command.ts'
import { readConfig } from './config.ts'
import { OperatorError } from './operator-error.ts'
import { readPages } from './pages.ts'
import { type Running, startServer } from './server.ts'

endOnFailure()
await runCommand(async () => {
  const config = readConfig({ ...process.env, ...readFlags(process.argv.slice(2)) })
  await buildPages(ROOT, PAGES)
  const running = await startServer(config, await readPages(PAGES))
  process.stdout.write(`${banner(running)}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(running))
  }
})

/** `--empty`, `--data FOLDER` and `--port N` are short for the variables of the environment. */
function readFlags(args: string[]): Record<string, string> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        empty: { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string' },
      },
    })
    return {
      ...(values.empty ? { HEADROOM_EXAMPLE: 'off' } : {}),
      ...(values.data === undefined ? {} : { HEADROOM_DATA: values.data }),
      ...(values.port === undefined ? {} : { HEADROOM_PORT: values.port }),
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'an unknown option'
    const usage = 'Usage: npm start -- [--empty] [--data FOLDER] [--port N]'
    throw new OperatorError(`${why}\n${usage}`, { cause })
  }
}

async function stop(running: Running): Promise<void> {
  process.stdout.write('\nStopping …\n')
  await running.stop()
  // A mail server that hangs would else keep the process there.
  process.stdout.write('Stopped. Nothing is lost; npm start goes on from here.\n', () =>
    process.exit(),
  )
}
