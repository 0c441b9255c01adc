import { fileURLToPath } from 'node:url'
import { buildPages } from './build-pages.ts'
import { runCommand } from './command.ts'
import { readConfig } from './config.ts'
import { type Running, startServer } from './server.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = fileURLToPath(new URL('../../dist/web', import.meta.url))

await runCommand(async () => {
  const config = readConfig(process.env)
  await buildPages(ROOT, PAGES)
  const running = await startServer(config, PAGES)
  process.stdout.write(`${banner(running)}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(running))
  }
})

async function stop(running: Running): Promise<void> {
  process.stdout.write('\nStopping …\n')
  await running.stop()
  process.stdout.write('Stopped. Nothing is lost; npm start goes on from here.\n')
}

function banner({ address, describe, hasExample }: Running): string {
  const lines = ['', `  Headroom   ${address}`, `  API        ${address}/api/docs`]
  lines.push(`  Data       ${describe}`)
  if (hasExample) {
    lines.push(
      '',
      '  This is example data. To start empty, with a data folder of your own:',
      '    HEADROOM_DATA=./my-data HEADROOM_EXAMPLE=off npm start',
    )
  }
  return [...lines, ''].join('\n')
}
