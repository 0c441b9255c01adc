import cluster from 'node:cluster'
import type { Announced } from '../server.ts'
import { type Figure, fromWorkerFrom, type StartMessage, type ToWorker } from './messages.ts'

export type WorkerProcess = {
  pid: number | undefined
  /** Settled once it serves, or has ended before it did. */
  serving: Promise<{ announced: Announced; signsIn: boolean } | undefined>
  ended: Promise<WorkerEnd>
  /** Neither ended nor about to be started. */
  isThere: () => boolean
  isServing: () => boolean
  /** What it counts; nothing from one that can't say it in time. */
  figures: (patience: number) => Promise<readonly Figure[] | undefined>
  /** Open requests end, then the process does. */
  stop: () => void
  /** At once. */
  kill: () => void
}

export type WorkerEnd = { code: number; signal: string | undefined; livedFor: number }

/** Starts a process of this very program that serves beside others on their port. */
export function startWorker(start: StartMessage): WorkerProcess {
  const worker = cluster.fork()
  const begun = performance.now()
  const serving = Promise.withResolvers<{ announced: Announced; signsIn: boolean } | undefined>()
  const ended = Promise.withResolvers<WorkerEnd>()
  const questions = new Map<number, (figures: readonly Figure[] | undefined) => void>()
  let asked = 0
  let state: 'starting' | 'serving' | 'ended' = 'starting'
  worker.on('message', (message: unknown) => {
    const told = fromWorkerFrom(message)
    if (told === undefined) return
    switch (told.kind) {
      case 'here':
        return tell(start)
      case 'serves':
        state = 'serving'
        return serving.resolve(told)
      case 'figures':
        return questions.get(told.question)?.(told.figures)
      default:
        return told satisfies never
    }
  })
  worker.on('exit', (code: number | null, signal: string | null) => {
    state = 'ended'
    serving.resolve(undefined)
    const livedFor = performance.now() - begun
    ended.resolve({ code: code ?? 1, signal: signal ?? undefined, livedFor })
  })
  // What can't be sent to it any more.
  worker.on('error', () => undefined)
  return {
    pid: worker.process.pid,
    serving: serving.promise,
    ended: ended.promise,
    isThere: () => state !== 'ended',
    isServing: () => state === 'serving',
    figures,
    stop: () => tell({ kind: 'stop' }),
    kill: () => void worker.process.kill('SIGKILL'),
  }

  function tell(message: ToWorker): void {
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  async function figures(patience: number): Promise<readonly Figure[] | undefined> {
    if (state !== 'serving') return undefined
    asked += 1
    const question = asked
    const answer = Promise.withResolvers<readonly Figure[] | undefined>()
    questions.set(question, answer.resolve)
    const late = setTimeout(() => answer.resolve(undefined), patience)
    tell({ kind: 'tell-figures', question })
    const told = await answer.promise
    clearTimeout(late)
    questions.delete(question)
    return told
  }
}
