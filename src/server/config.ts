import { z } from 'zod'
import { parseCatalog } from '#shared/contract/catalog.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Provider } from '#shared/credits/provider.ts'
import { readJsonFile } from './json-file.ts'
import { OperatorError } from './operator-error.ts'

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const

const SECRET_BYTES = 32
const SECRET_FAULT = `must have at least ${SECRET_BYTES} bytes: openssl rand -base64 32 makes one`

const environmentSchema = z.object({
  HEADROOM_PORT: z.coerce.number().int().min(0).max(65_535).default(4280),
  HEADROOM_HOST: z.string().min(1).default('127.0.0.1'),
  /** Processes that serve, beside the one that looks after them. */
  HEADROOM_WORKERS: z.coerce.number().int().min(1).max(256).default(1),
  /** To PostgreSQL, of each process. */
  HEADROOM_CONNECTIONS: z.coerce.number().int().min(2).max(1_000).default(10),
  HEADROOM_DATA: z.string().min(1).default('./data'),
  HEADROOM_CATALOG: z.string().min(1).optional(),
  HEADROOM_EXAMPLE: z.enum(['on', 'off']).default('on'),
  HEADROOM_VIEW_AS: z.enum(['on', 'off']).optional(),
  HEADROOM_OIDC_URL: z.url({ protocol: /^https?$/ }).optional(),
  HEADROOM_OIDC_NAME: z.string().min(1).max(60).default('your identity provider'),
  HEADROOM_OIDC_CLIENT_ID: z.string().min(1).optional(),
  HEADROOM_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Proxies whose word for where a request comes from is taken. */
  HEADROOM_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6()], 'must be addresses, with commas between')))
    .default([]),
  /** Whose pages may show the dashboard in a frame. */
  HEADROOM_EMBED_IN: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(
      z.array(
        z
          .string()
          .refine(isOrigin, 'must be origins such as https://app.example.com, with commas between'),
      ),
    )
    .default([]),
  /** Where Prometheus asks: a port, or `host:port`. */
  HEADROOM_METRICS: z
    .string()
    .regex(/^(?:[\w.-]+:|\[[\da-f:]+\]:)?\d{1,5}$/i, 'must be a port, or host:port')
    .transform(placeOf)
    .optional(),
  HEADROOM_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** What links in mails begin with: never what a request says that its address is. */
  HEADROOM_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  HEADROOM_MAIL_FROM: z
    .string()
    .regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/, 'must be one plain address')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  /** What keys of connected accounts are sealed with, and session cookies signed. */
  HEADROOM_SECRET: z
    .string()
    .refine((text) => Buffer.byteLength(text) >= SECRET_BYTES, SECRET_FAULT)
    .optional(),
  HEADROOM_WEBHOOKS: z.enum(['anywhere', 'public']).optional(),
  HEADROOM_POSTMAN_URL: providerUrl('https://api.getpostman.com'),
  HEADROOM_FLOWLY_URL: providerUrl('https://useflowlyapp.com'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
})

export type Config = {
  port: number
  host: string
  /** How many processes serve; 1 is one that looks after itself. */
  workers: number
  /** How many connections each of them has to PostgreSQL at most, beside the one that listens. */
  connections: number
  /** Folder of the embedded database. */
  data: string
  databaseUrl: string | undefined
  catalogFile: string | undefined
  /** Whether a new database is filled with an example team. */
  example: boolean
  log: z.infer<typeof environmentSchema>['HEADROOM_LOG']
  /** Where metrics are served, apart from everything else; nowhere unless asked for. */
  metrics: { host: string; port: number } | undefined
  /**
   * Whether there is no sign-in: whoever reaches the page looks at it as any role. So it is refused
   * elsewhere than on loopback. Unless told, made-up data alone are shown so.
   */
  viewAs: 'on' | 'off' | 'example'
  oidc: OidcConfig | undefined
  proxies: readonly string[]
  /** Origins whose pages may frame the embedded dashboard. */
  embedIn: readonly string[]
  /** Absent: where the server listens. */
  publicUrl: string | undefined
  mail: { url: string | undefined; from: string | undefined }
  /** Absent: no account can be connected, and cookies are signed with one kept in the data folder. */
  secret: string | undefined
  /** Where webhooks may lead. Absent: anywhere on this machine, to public addresses where people sign in. */
  webhooks: 'anywhere' | 'public' | undefined
  /** Where the providers' APIs are. */
  providers: Record<Provider, string>
}

export type OidcConfig = {
  name: string
  discoveryUrl: string
  clientId: string
  clientSecret: string | undefined
}

/** @throws OperatorError naming each variable that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(withoutEmpty(environment))
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new OperatorError(`The environment is not right:\n  ${faults.join('\n  ')}`)
  }
  const env = parsed.data
  refuseSecondWriter(env)
  refuseUnsafe(env)
  return {
    port: env.HEADROOM_PORT,
    host: env.HEADROOM_HOST,
    workers: env.HEADROOM_WORKERS,
    connections: env.HEADROOM_CONNECTIONS,
    data: env.HEADROOM_DATA,
    databaseUrl: env.DATABASE_URL,
    catalogFile: env.HEADROOM_CATALOG,
    example: env.HEADROOM_EXAMPLE === 'on',
    log: env.HEADROOM_LOG,
    metrics: env.HEADROOM_METRICS,
    viewAs: env.HEADROOM_VIEW_AS ?? (isForThisMachine(env) ? 'example' : 'off'),
    oidc: oidcOf(env),
    proxies: env.HEADROOM_PROXIES,
    embedIn: env.HEADROOM_EMBED_IN,
    publicUrl: env.HEADROOM_PUBLIC_URL,
    mail: { url: env.SMTP_URL, from: env.HEADROOM_MAIL_FROM },
    secret: env.HEADROOM_SECRET,
    webhooks: env.HEADROOM_WEBHOOKS,
    providers: { postman: env.HEADROOM_POSTMAN_URL, flowly: env.HEADROOM_FLOWLY_URL },
  }
}

function placeOf(text: string): { host: string; port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d+)$/.exec(text) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** Keys are sent there: in the clear only to this machine. */
function providerUrl(usual: string) {
  return z
    .url({ protocol: /^https?$/ })
    .refine(isSafe, 'must begin with https://, or be on this machine')
    .default(usual)
}

/** A wildcard is none: it would let in whoever can have a name below it. */
function isOrigin(text: string): boolean {
  return isSafe(text) && new URL(text).origin === text && /^[a-z]+:\/\/[\w.:[\]-]+$/.test(text)
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

type Environment = z.infer<typeof environmentSchema>

/** Whether only this machine's own programs reach the host. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.some((name) => name === host)
}

/** Nobody else is let in by it, and nothing that forwards what others ask. */
function isForThisMachine({ HEADROOM_HOST, HEADROOM_PROXIES }: Environment): boolean {
  return isLoopback(HEADROOM_HOST) && HEADROOM_PROXIES.length === 0
}

function refuseSecondWriter({ HEADROOM_WORKERS, DATABASE_URL }: Environment): void {
  if (HEADROOM_WORKERS === 1 || DATABASE_URL !== undefined) return
  throw new OperatorError(
    `The embedded database has one writer: ${HEADROOM_WORKERS} workers need a PostgreSQL. Name it in DATABASE_URL, or start one worker.`,
  )
}

function refuseUnsafe(env: Environment): void {
  if (env.HEADROOM_VIEW_AS === 'on' && !isForThisMachine(env)) {
    const where =
      env.HEADROOM_PROXIES.length > 0 ? 'not behind a proxy' : `not on ${env.HEADROOM_HOST}`
    throw new OperatorError(
      `Without sign-in the server listens on loopback only, ${where}: whoever reached it could switch everything. Start it with HEADROOM_VIEW_AS=off.`,
    )
  }
  if (env.HEADROOM_EMBED_IN.length > 0 && !isSafe(env.HEADROOM_PUBLIC_URL ?? 'http://localhost')) {
    throw new OperatorError(
      'To be shown in a frame, the server needs a HEADROOM_PUBLIC_URL that begins with https://: without TLS no browser keeps a session there.',
    )
  }
  if (!isLoopback(env.HEADROOM_HOST) && env.HEADROOM_PUBLIC_URL === undefined) {
    throw new OperatorError(
      'Set HEADROOM_PUBLIC_URL to the address that browsers use, such as https://headroom.example.com: links and cookies are made for it alone.',
    )
  }
}

function oidcOf(env: Environment): OidcConfig | undefined {
  const { HEADROOM_OIDC_URL, HEADROOM_OIDC_CLIENT_ID, HEADROOM_OIDC_NAME } = env
  if (HEADROOM_OIDC_URL === undefined && HEADROOM_OIDC_CLIENT_ID === undefined) return undefined
  if (HEADROOM_OIDC_URL === undefined || HEADROOM_OIDC_CLIENT_ID === undefined) {
    throw new OperatorError(
      'An identity provider needs both HEADROOM_OIDC_URL, its discovery address, and HEADROOM_OIDC_CLIENT_ID.',
    )
  }
  return {
    name: HEADROOM_OIDC_NAME,
    discoveryUrl: HEADROOM_OIDC_URL,
    clientId: HEADROOM_OIDC_CLIENT_ID,
    clientSecret: env.HEADROOM_OIDC_CLIENT_SECRET,
  }
}

/** The operator's own catalog, or the one that Headroom comes with. */
export async function loadCatalog(config: Pick<Config, 'catalogFile'>): Promise<Catalog> {
  const { catalogFile } = config
  if (catalogFile === undefined) return DEFAULT_CATALOG
  const parsed = parseCatalog(await readCatalog(catalogFile))
  if (parsed.ok) return parsed.catalog
  const faults = parsed.faults.map((fault) => `${fault.path}: ${fault.message}`)
  throw new OperatorError(`The catalog ${catalogFile} is not right:\n  ${faults.join('\n  ')}`)
}

async function readCatalog(file: string): Promise<unknown> {
  try {
    return await readJsonFile(file)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be read'
    throw new OperatorError(`The catalog ${file} cannot be read: ${why}`, { cause })
  }
}

/** `NAME=` in a shell means that it is not set. */
function withoutEmpty(environment: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}
