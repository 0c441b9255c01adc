import pino, { type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

/** An error of an error of …: what caused the first is seldom further down. */
const DEEPEST = 4
/** Longer ones hold somebody's data. */
const LONGEST = 300

/**
 * The server's log. Whatever is told of a failure goes through here: what a database, a mail server or
 * a library says of it can hold addresses, tokens and whole rows.
 */
export function createLog(level: Config['log'], to?: DestinationStream): Logger {
  const serializers = { err: safeError, detail: safeText, why: safeText }
  return to ? pino({ level, serializers }, to) : pino({ level, serializers })
}

export type SafeError = {
  name: string
  message: string
  code?: string
  /** Of a database: which of its rules refused. */
  constraint?: string
  /** Where in the code, without what it says. */
  stack?: string[]
  cause?: SafeError
}

/** Who, what and where of a failure; of what else it carries (rows, parameters, answers) nothing. */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an error' }
  const code = textOf(error, 'code')
  const constraint = textOf(error, 'constraint')
  return {
    name: error.name,
    message: safeText(error.message),
    ...(code === undefined ? {} : { code: safeText(code) }),
    ...(constraint === undefined ? {} : { constraint: safeText(constraint) }),
    stack: placesIn(error.stack),
    ...(error.cause === undefined || depth === DEEPEST
      ? {}
      : { cause: safeError(error.cause, depth + 1) }),
  }
}

const HIDDEN = '…'
/** What can be a value of somebody's, and what it becomes. */
const VALUES: readonly [RegExp, string][] = [
  [/"[^"]*"?/g, `"${HIDDEN}"`],
  // Not the apostrophe of a word.
  [/(?<!\w)'[^']*'?/g, `'${HIDDEN}'`],
  [/`[^`]*`?/g, `\`${HIDDEN}\``],
  // Of an address, who and what; where, is of use.
  [/(\w+:\/\/)[^\s/?#@]*@/g, `$1${HIDDEN}@`],
  [/(\w+:\/\/[^\s/?#]+)[/?#]\S*/g, `$1/${HIDDEN}`],
  [/[^\s@<>(),;:/…]+@[^\s@<>(),;:]+/g, HIDDEN],
  // Tokens, keys, hashes, cookies.
  [/[\w+/=%~-]{24,}/g, HIDDEN],
]

/** A sentence about a failure without the values in it. */
export function safeText(text: unknown): string {
  if (typeof text !== 'string') return ''
  const [line = ''] = text.slice(0, LONGEST).split('\n', 1)
  return VALUES.reduce((safe, [value, instead]) => safe.replaceAll(value, instead), line)
}

/** The lines of a stack; before them is the message once more. */
function placesIn(stack: string | undefined): string[] {
  return (stack ?? '').split('\n').flatMap((line) => /^ {4}at .*$/.exec(line)?.[0].trim() ?? [])
}

function textOf(error: Error, name: 'code' | 'constraint'): string | undefined {
  const value = Object.entries(error).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
