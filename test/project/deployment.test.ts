import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readConfig } from '#server/config.ts'
import { importsOf, sourcesIn } from './imports.ts'

const ROOT = join(import.meta.dirname, '../..')
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const DOCKERFILE = textOf('Dockerfile')
const COMPOSE = textOf('compose.yaml')
const UNIT = textOf('deploy/headroom.service')
const NGINX = textOf('deploy/nginx.conf')
const CADDY = textOf('deploy/Caddyfile')
const FILES = {
  Dockerfile: DOCKERFILE,
  'compose.yaml': COMPOSE,
  'deploy/headroom.service': UNIT,
  'deploy/nginx.conf': NGINX,
  'deploy/Caddyfile': CADDY,
}

const packageSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const PACKAGE = packageSchema.parse(JSON.parse(textOf('package.json')))

/** What the server knows, and what only the files themselves pass on. */
const SETTING = /\b(?:HEADROOM_[A-Z_]+|SMTP_URL|DATABASE_URL)\b/g
const KNOWN = new Set([...textOf('src/server/config.ts').matchAll(SETTING)].map(([name]) => name))
const PASSED_ON = 'HEADROOM_DB_PASSWORD'

/** What the image is made of, as the Dockerfile copies it from the project. */
const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) =>
  from.split(' '),
)
/** What is in the second stage, the one that runs. */
const [, RUNS = ''] = DOCKERFILE.split(/^FROM node:26-slim$/m)

describe('the files that set a server up', () => {
  it.each(Object.entries(FILES))('%s names only settings that there are', (_, text) => {
    const names = [...text.matchAll(SETTING)].map(([name]) => name)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !KNOWN.has(name) && name !== PASSED_ON)).toEqual([])
  })

  it.each(Object.entries(FILES))('%s holds no secret', (_, text) => {
    const given = [...text.matchAll(/(?:SECRET|PASSWORD)[=:][ \t]*(\S+)/g)].map(
      ([, value]) => value,
    )
    const from = given.filter((value = '') => !/^(?:\$[({]|\?is$)/.test(value))
    expect(from).toEqual([])
  })

  it('mean the port that the server listens on', () => {
    const { port } = readConfig({})
    expect(DOCKERFILE).toContain(`EXPOSE ${port}\n`)
    expect(COMPOSE).toContain(`"127.0.0.1:${port}:${port}"`)
    expect(NGINX).toContain(`server 127.0.0.1:${port} `)
    expect(CADDY).toContain(`reverse_proxy 127.0.0.1:${port} {`)
  })

  it('let as much through as a batch may have, and no connection that the server is just ending', () => {
    const most = /MAX_EVENTS_BYTES = (\d+) \* 1024 \* 1024/.exec(textOf('src/api/app.ts'))?.[1]
    expect(NGINX).toContain(`client_max_body_size ${most}m;`)
    expect(CADDY).toContain(`max_size ${most}MiB`)
    const idle = /keepAliveTimeout: ([\d_]+)/.exec(textOf('src/server/listen.ts'))?.[1]
    const seconds = Number(idle?.replaceAll('_', '')) / 1_000
    expect(NGINX).toContain(`keepalive_timeout ${seconds - 1}s;`)
    expect(CADDY).toContain(`keepalive ${seconds - 1}s`)
  })

  it('wait for a graceful stop', () => {
    const text = /STOP_MS = ([\d_]+)/.exec(textOf('src/server/workers/supervise.ts'))?.[1]
    const seconds = Number(text?.replaceAll('_', '')) / 1_000
    expect(seconds).toBeGreaterThan(5)
    const waits = [/TimeoutStopSec=(\d+)/.exec(UNIT), /stop_grace_period: (\d+)s/.exec(COMPOSE)]
    for (const wait of waits) expect(Number(wait?.[1])).toBeGreaterThan(seconds)
  })
})

describe('the image', () => {
  it('copies what is there, and lets through no more', () => {
    expect(copied.length).toBeGreaterThan(8)
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const [all, ...kept] = textOf('.dockerignore').split('\n').slice(1, -1)
    expect(all).toBe('*')
    const tops = new Set(copied.map((path) => path.split('/')[0] ?? ''))
    expect(kept.map((line) => line.replace(/^!/, '')).toSorted()).toEqual([...tops].toSorted())
  })

  it('holds whatever file the server loads', () => {
    const parts = [...RUNS.matchAll(/^COPY src\/(\w+) src\/\1$/gm)].map(([, part = '']) => part)
    const files = new Map(sourcesIn(join(ROOT, 'src')).map((file) => [file.path, file]))
    const loaded = new Set<string>()
    const open = ['server/start.ts']
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      const file = files.get(path)
      if (file === undefined || loaded.has(path)) continue
      loaded.add(path)
      for (const { to } of importsOf(file)) {
        if (to.kind === 'module') open.push(posix.normalize(to.path))
      }
    }
    expect(loaded.size).toBeGreaterThan(200)
    expect([...loaded].filter((path) => !parts.includes(path.split('/')[0] ?? ''))).toEqual([])
  })

  it('has every package that the server loads, without those of development', () => {
    const parts = ['api', 'server', 'shared']
    const packages = sourcesIn(join(ROOT, 'src'))
      .filter(({ path }) => parts.includes(path.split('/')[0] ?? ''))
      .flatMap(importsOf)
      .flatMap(({ to }) => (to.kind === 'package' && to.name !== 'node:' ? [to.name] : []))
    const missing = new Set(packages.filter((name) => PACKAGE.dependencies[name] === undefined))
    expect([...missing]).toEqual([])
  })

  it('runs on the Node that the project runs on, as nobody special, over a folder of its own', () => {
    const major = /\d+/.exec(PACKAGE.devDependencies.node ?? '')?.[0]
    expect([...DOCKERFILE.matchAll(/^FROM node:(\d+)/gm)].map(([, each]) => each)).toEqual([
      major,
      major,
    ])
    expect(RUNS).toMatch(/^USER node$/m)
    expect(RUNS).toContain('install -d -m 0700 -o node -g node /data')
    expect(RUNS).toMatch(/^VOLUME \/data$/m)
    // The example is made beside its place and moved there: both are on the volume.
    expect(RUNS).toContain('HEADROOM_DATA=/data/')
    expect(RUNS).toContain('/readyz')
    expect(PACKAGE.scripts.start).toBe('node src/server/start.ts')
    expect(RUNS).toContain('ENTRYPOINT ["node", "src/server/start.ts"]')
  })
})

describe('compose.yaml', () => {
  it('starts the server once its database is ready, with a role that row-level security holds', () => {
    expect(COMPOSE).toContain('db: { condition: service_healthy }')
    expect(COMPOSE).toMatch(/image: postgres:1[5-9]\b/)
    const script = './deploy/create-database.sh'
    expect(COMPOSE).toContain(`${script}:/docker-entrypoint-initdb.d/`)
    expect(statSync(join(ROOT, script)).mode & 0o111).not.toBe(0)
    expect(textOf(script)).toContain('create role headroom login password')
    expect(COMPOSE).toContain('DATABASE_URL: postgres://headroom:')
  })

  it('takes the word of its own network’s gateway alone', () => {
    const gateway = /gateway: ([\d.]+)/.exec(COMPOSE)?.[1]
    expect(COMPOSE).toContain(`HEADROOM_PROXIES: ${gateway}\n`)
  })
})

describe('the systemd unit', () => {
  it('starts the project with the Node that it brings', () => {
    const [, node = '', start = ''] = /^ExecStart=\/opt\/headroom\/(\S+) (\S+)$/m.exec(UNIT) ?? []
    expect(node).toBe('node_modules/node/bin/node')
    expect(PACKAGE.scripts.start).toBe(`node ${start}`)
  })

  it.each([
    'StateDirectoryMode=0700',
    'UMask=0077',
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'KillMode=mixed',
    'Restart=on-failure',
  ])('%s', (line) => {
    expect(UNIT.split('\n')).toContain(line)
  })

  it('keeps data where it may write', () => {
    expect(UNIT).toContain('StateDirectory=headroom\n')
    expect(UNIT).toContain('HEADROOM_DATA=/var/lib/headroom/')
  })
})
