import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START = 'src/server/start.ts'
/** It may have to build the page first. */
const START_WAIT_MS = 120_000

const NOT_PASSED_ON = /^(HEADROOM_|DATABASE_URL$|NODE_ENV$|VITE|npm_)/

export type Ended = { code: number | null; stdout: string; stderr: string }

export type ServerProcess = {
  /** Where it serves the page, as it printed it. */
  address: string
  pid: number | undefined
  stdout: () => string
  stderr: () => string
  /** Asks it to stop, as Ctrl-C or a service manager does, and waits until it has. */
  stop: (signal?: 'SIGINT' | 'SIGTERM') => Promise<Ended>
  /** Ends it without a word. */
  kill: () => Promise<Ended>
}

/** A server of which it is not known yet whether it comes to listen. */
export type Launched = Pick<ServerProcess, 'stop' | 'kill' | 'stderr'> & {
  running: Promise<ServerProcess>
  ended: Promise<Ended>
}

type Started = { child: ChildProcess; stdout: () => string; stderr: () => string }

type Start = { data: string; port?: string; args?: string[]; env?: Record<string, string> }

/** The real server, on a free port if none is given, once it has printed its address. */
export async function startServerProcess(options: Start): Promise<ServerProcess> {
  return launchServer(options).running
}

/** The same, before it has come so far. */
export function launchServer(options: Start): Launched {
  const { data, port = '0', args = [], env = {} } = options
  const started = run([START, '--data', data, '--port', port, ...args], env)
  const ended = endOf(started)
  const end = (signal: NodeJS.Signals) => {
    started.child.kill(signal)
    return ended
  }
  const ends = {
    stop: (signal: NodeJS.Signals = 'SIGTERM') => end(signal),
    kill: () => end('SIGKILL'),
  }
  const { stdout, stderr } = started
  const { pid } = started.child
  const running = addressOf(started, ended).then((address) => ({
    address,
    pid,
    stdout,
    stderr,
    ...ends,
  }))
  // Whoever ends it before need not hear of it.
  running.catch(() => undefined)
  return { running, ended, stderr, ...ends }
}

/** A server or command that is expected to end by itself. */
export async function runToEnd(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return endOf(run(args, env))
}

function run(args: string[], more: Record<string, string> = {}): Started {
  // As an operator's shell: nothing of the test run, nor of a server of the developer's own.
  const env = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name))
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...Object.fromEntries(env), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test run that is broken off leaves no server behind.
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  child.once('exit', () => process.off('exit', abandon))
  return { child, stdout: gathered(child.stdout), stderr: gathered(child.stderr) }
}

function gathered(stream: ChildProcess['stdout']): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  return () => text
}

async function endOf({ child, stdout, stderr }: Started): Promise<Ended> {
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout: stdout(), stderr: stderr() }
}

async function addressOf({ child, stdout }: Started, ended: Promise<Ended>): Promise<string> {
  const printed = new Promise<string>((resolve, reject) => {
    const late = () => reject(new Error(`no address after ${START_WAIT_MS} ms:\n${stdout()}`))
    const timer = setTimeout(late, START_WAIT_MS)
    child.stdout?.on('data', () => {
      const address = /^ {2}Headroom +(\S+)$/m.exec(stdout())?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('close', () => clearTimeout(timer))
  })
  const died = ended.then((end): never => {
    throw new Error(`the server ended with ${end.code}:\n${end.stdout}${end.stderr}`)
  })
  return Promise.race([printed, died])
}
