import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NOT_OURS = ['.git', 'node_modules', 'dist', 'data']

/** Put together, so that this file does not hold it. */
const WORKPLACE = ['', 'work', ''].join('/')

/** Every file of the project, relative to its root. */
function projectFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    // In a second working tree .git is a file.
    if (NOT_OURS.includes(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return projectFiles(path)
    return entry.isFile() ? [path.slice(ROOT.length)] : []
  })
}

function mentionsWorkplace(text: string): boolean {
  return text.includes(WORKPLACE)
}

/** A lock file that names hosts installs from nowhere else. */
function hostsIn(lockFile: string): string[] {
  return [...lockFile.matchAll(/"resolved":\s*"(\w+:\/\/[^/"]+)/g)].map(([, host = '']) => host)
}

describe('the repository', () => {
  it('names no folder of the machine that it was written on', () => {
    const files = projectFiles()
    expect(files.length).toBeGreaterThan(100)
    const naming = files.filter((path) => mentionsWorkplace(readFileSync(join(ROOT, path), 'utf8')))
    expect(naming).toEqual([])
  })

  it('installs from whatever registry the machine uses', () => {
    expect(hostsIn(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))).toEqual([])
  })

  it('would be caught at either', () => {
    expect(mentionsWorkplace(`see ${WORKPLACE}main/README.md`)).toBe(true)
    expect(mentionsWorkplace('a framework/library')).toBe(false)
    expect(hostsIn('"resolved": "https://registry.example/a.tgz"')).toEqual([
      'https://registry.example',
    ])
  })
})
