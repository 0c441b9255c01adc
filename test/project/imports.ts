import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** An import of one file in `src`. */
export type Import = {
  /** The importing file, relative to `src`. */
  from: string
  /** A file relative to `src`, or the name of a package. */
  to: { kind: 'module'; path: string } | { kind: 'package'; name: string } | { kind: 'computed' }
  when: 'static' | 'dynamic'
}

const SOURCE = /\.tsx?$/

/** Every source file under `root`, relative to it, with its text. */
export function sourcesIn(root: string): { path: string; text: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => SOURCE.test(path))
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(join(root, path), 'utf8'),
    }))
}

// `from 'x'` of imports and exports, `import 'x'`, and `import('x')`.
// A quote before them makes them words of a text.
const STATIC = /(?<!['"])(?:\bfrom|\bimport)\s*(['"])([^'"\n]+)\1/g
const DYNAMIC = /\bimport\s*\(\s*(?:(['"])([^'"\n]+)\1\s*[,)])?/g
const GLOB = /\bimport\.meta\.glob\b/g

/** All that a source file imports, types included. */
export function importsOf(file: { path: string; text: string }): Import[] {
  const text = withoutComments(file.text)
  const found = (pattern: RegExp, when: Import['when']): Import[] =>
    [...text.matchAll(pattern)].map(([, , specifier]) => ({
      from: file.path,
      to: specifier === undefined ? { kind: 'computed' } : resolve(file.path, specifier),
      when,
    }))
  return [...found(STATIC, 'static'), ...found(DYNAMIC, 'dynamic'), ...found(GLOB, 'dynamic')]
}

function withoutComments(text: string): string {
  // A `//` after a colon is an address.
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<!:)\/\/.*/g, '')
}

function resolve(from: string, specifier: string): Import['to'] {
  if (specifier.startsWith('#')) return { kind: 'module', path: specifier.slice(1) }
  if (!specifier.startsWith('.')) return { kind: 'package', name: packageOf(specifier) }
  return { kind: 'module', path: posix.join(posix.dirname(from), specifier) }
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
