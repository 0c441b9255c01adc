import cluster from 'node:cluster'
import type { Config } from '../config.ts'
import { type Running, startServer } from '../server.ts'
import { type StartMessage, toWorkerFrom } from './messages.ts'

/** Serves as one of several, as the process that started it says. It ends with that one. */
export async function work(config: Config): Promise<void> {
  const started = Promise.withResolvers<StartMessage>()
  let running: Running | undefined
  let stopping: Promise<void> | undefined
  process.on('message', (message) => {
    const told = toWorkerFrom(message)
    if (told === undefined) return
    switch (told.kind) {
      case 'start':
        return started.resolve(told)
      case 'stop':
        return void stop()
      case 'tell-figures':
        return void tellFigures(told.question)
      default:
        return told satisfies never
    }
  })
  // A terminal tells all processes at once; whoever ends this one by hand gets another.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  send({ kind: 'here' })
  const { pages, catalog, viewAs, ...share } = await started.promise
  const own = { ...config, metrics: undefined, viewAs: viewAs ?? config.viewAs }
  running = await startServer(own, pages, { ...share, catalog })
  const { stop: _, figures: __, signsIn, ...announced } = running
  send({ kind: 'serves', announced, signsIn })

  async function stop(): Promise<void> {
    // What is not served yet is not waited for: the database undoes what was begun.
    stopping ??= running ? running.stop() : Promise.resolve()
    await stopping
    process.exit()
  }

  async function tellFigures(question: number): Promise<void> {
    const figures = await running?.figures()
    if (figures) send({ kind: 'figures', question, figures })
  }
}

function send(message: object): void {
  // One that is gone is told nothing; this process then ends by itself.
  if (cluster.worker?.isConnected()) process.send?.(message, undefined, undefined, () => undefined)
}
