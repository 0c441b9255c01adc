import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import { writeArchive } from '#server/archive/write-archive.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { DERIVED } from '#server/check/derived-tables.ts'
import { verifyAudit } from '#server/cli/audit-chains.ts'
import { eraseOne, eraseWhole } from '#server/cli/erase.ts'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { aMember } from '#test/contract/store-records.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { meant } from '#test/support/fail-on-lost-team.ts'
import { migratedPostgres } from '#test/support/postgres.ts'
import { signInHost } from '#test/support/sign-in.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { fillTeam, LATER } from '../archiving/filled-team.ts'

const TEAM = 'acme'
const CATALOG = DEFAULT_CATALOG
const ZOE = {
  id: 'zoe.quill@canary.example',
  name: 'Zoë "Z" Quillfeather',
  email: 'Zoe.Quill@canary.example',
}
const CANARIES = ['zoe.quill', 'quillfeather']

type Place = { open: () => Promise<Engine>; folder: string | undefined; remove: () => void }

const PLACES: { name: string; place: () => Promise<Place | { missing: string }> }[] = [
  {
    name: 'SQLite',
    place: async () => {
      const { path, remove } = temporaryFolder()
      const folder = join(path, 'data')
      return { open: () => openSqlite({ folder, role: 'server' }), folder, remove }
    },
  },
  {
    name: 'PostgreSQL',
    place: async () => {
      const fresh = await migratedPostgres()
      if ('missing' in fresh) return fresh
      return { open: () => openPostgres(fresh.url), folder: undefined, remove: () => {} }
    },
  },
]

describe.each(PLACES)('erasing ($name)', ({ place }) => {
  let at: Place
  let engine: Engine

  beforeEach(async (context) => {
    const found = await place()
    if ('missing' in found) return context.skip(found.missing)
    at = found
    engine = await at.open()
    const store = createSqlStore(engine)
    for (const id of [TEAM, 'other']) await fillTeam(store, id)
    await fillWithZoe(engine)
  })

  afterEach(async () => {
    await engine?.close()
    at?.remove()
  })

  const ledger = () => ({ engine, store: createSqlStore(engine), catalog: CATALOG })
  const eraseZoe = (yes: string | undefined = ZOE.id) =>
    eraseOne(ledger(), { team: TEAM, member: ZOE.id, yes }, LATER)
  const faults = async (team: string) =>
    (await checkTeam(engine, { team, catalog: CATALOG })).faults

  /** Everything that a backup would hold. */
  async function everything(): Promise<string> {
    const lines: string[] = []
    await writeArchive(engine, { made: new Date(0), write: async (line) => void lines.push(line) })
    return lines.join('\n')
  }

  /** Sums without whose they are. */
  async function sums(team: string): Promise<unknown> {
    const { db } = engine.ofTeam(team)
    const of = DERIVED.map(async ({ table, sums: columns }) => {
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where team_id = ${team}`.execute(db)
      const cells = rows.map((row) => columns.map((column) => row[column]).join())
      return [table, cells.sort()] as const
    })
    const invoices = await createSqlStore(engine).team(team).invoices()
    return { ...Object.fromEntries(await Promise.all(of)), invoices }
  }

  test('a person leaves no trace, and every figure stays', async () => {
    const found = (await everything()).toLowerCase()
    for (const canary of CANARIES) expect(found.split(canary).length).toBeGreaterThan(15)
    const before = [await sums(TEAM), await sums('other')]
    const told = await eraseZoe()
    expect(told).toContain('can’t sign in any more')
    const left = (await everything()).toLowerCase()
    for (const canary of CANARIES) expect(left.includes(canary)).toBe(false)
    expect([await sums(TEAM), await sums('other')]).toEqual(before)
    expect([await faults(TEAM), await faults('other')]).toEqual([[], []])
    expect(await verifyAudit(ledger())).toContain('whole')
    const pseudonym = /erased-[0-9a-f]{8}/.exec(told)?.[0] ?? ''
    const [member] = await createSqlStore(engine).team(TEAM).members([pseudonym])
    expect(member).toMatchObject({ name: expect.stringMatching(/^Erased member /) })
    expect(member?.removedAt).toBeDefined()
  })

  test('neither do freed pages of the files', async (context) => {
    if (at.folder === undefined) return context.skip('the pages of PostgreSQL are its own')
    expect(filesIn(at.folder)).toContain('quillfeather')
    await eraseZoe()
    for (const canary of CANARIES) expect(filesIn(at.folder).includes(canary)).toBe(false)
  })

  test('a later event of theirs is refused, and an earlier one still a duplicate', async () => {
    const event = { ...zoesEvent('again', 'ai'), source: '/test' }
    const ingest = ingestInto({ store: createSqlStore(engine), catalog: CATALOG, now: () => LATER })
    await ingest([event])
    await eraseZoe()
    const reply = await ingest([event, zoesEvent('new', 'ai')])
    expect(reply).toMatchObject({ accepted: 0, duplicate: 1, rejected: 1 })
    expect(reply.results[1]).toMatchObject({ reason: 'unknown-member' })
  })

  test('the log says that it was done, with the last hash of before', async () => {
    const team = createSqlStore(engine).team(TEAM)
    const before = (await team.auditInOrder({ after: 0, limit: 99 })).at(-1)
    await eraseZoe()
    const entries = await team.auditInOrder({ after: 0, limit: 99 })
    expect(entries.at(-1)).toMatchObject({
      action: 'member-erased',
      actor: OPERATOR.actor,
      after: { lastHash: before?.hash },
    })
    const changing = engine
      .ofTeam(TEAM)
      .transact((db) => meant(() => sql`update audit set actor_name = 'x'`.execute(db)))
    await expect(changing).rejects.toThrow('append-only')
  })

  test('a log that somebody changed is not written anew', async () => {
    await changeLog(engine)
    await expect(eraseZoe()).rejects.toThrow('nothing was erased')
    expect((await everything()).toLowerCase()).toContain('quillfeather')
  })

  test('nothing is done without being sure', async () => {
    await expect(eraseZoe('zoe')).rejects.toThrow(`--yes ${ZOE.id}`)
    const whole = { team: TEAM, yes: undefined, invoices: undefined, withoutInvoices: true }
    await expect(eraseWhole(ledger(), whole, LATER)).rejects.toThrow('--yes acme')
    expect((await everything()).toLowerCase()).toContain('quillfeather')
  })

  test('what fails in the middle has erased nothing', async () => {
    const before = await everything()
    let writes = 0
    const failing: Engine = {
      ...engine,
      insert: async (...args) => {
        // The entry of the server's own log: nearly the last.
        if (++writes === 2) throw new Error('ended')
        await engine.insert(...args)
      },
    }
    const opened = { engine: failing, store: createSqlStore(engine) }
    const asked = { team: TEAM, member: ZOE.id, yes: ZOE.id }
    await expect(eraseOne(opened, asked, LATER)).rejects.toThrow('ended')
    expect(await everything()).toBe(before)
  })

  test('a team leaves nothing but its invoices, and no other is touched', async () => {
    const other = [await sums('other'), await faults('other')]
    const { path, remove } = temporaryFolder()
    const invoices = join(path, 'invoices.ndjson')
    const asked = { team: TEAM, yes: TEAM, invoices, withoutInvoices: false }
    await eraseWhole(ledger(), asked, LATER)
    const left = await everything()
    for (const canary of CANARIES) expect(left.toLowerCase().includes(canary)).toBe(false)
    expect(left.match(/"acme"/g)).toHaveLength(2)
    expect(left).toContain('team-erased')
    const kept = readFileSync(invoices, 'utf8').trimEnd().split('\n')
    expect(kept.length).toBeGreaterThan(1)
    expect(JSON.parse(kept[0] ?? '')).toMatchObject({ team: TEAM, number: 1 })
    expect([await sums('other'), await faults('other')]).toEqual(other)
    expect(await verifyAudit(ledger())).toContain('whole')
    remove()
  })
})

function zoesEvent(id: string, kind: 'ai' | 'flow') {
  const of = { id, time: new Date(LATER).toISOString(), team: TEAM, subject: ZOE.id }
  const source = `/users/${ZOE.id}`
  return kind === 'ai'
    ? aiEvent({ ...of, source }, { credits: 350 })
    : flowsEvent({ ...of, source }, { item: 'connector', flow: `flow-of-${ZOE.email}` })
}

/** What a person leaves behind: use, alerts, refusals, decisions, mails, keys, sign-in. */
async function fillWithZoe(engine: Engine): Promise<void> {
  const store = createSqlStore(engine)
  const team = store.team(TEAM)
  const host = await signInHost({ engine })
  const { person } = await host.enter({ name: ZOE.name, email: ZOE.email })
  const entry = (name: string) =>
    entryOf(
      { by: { actor: { kind: 'person', id: ZOE.id, name: ZOE.name } }, asOf: LATER },
      {
        action: 'member-added',
        object: { id: ZOE.id, name },
        after: { email: ZOE.email, [ZOE.name]: true },
      },
    )
  await team.write(async (tx) => {
    await tx.addMembers([aMember(ZOE.id, { ...ZOE, roles: ['admin', 'billing'], person })])
    await tx.record(entry(ZOE.name))
    await tx.record(
      entryOf(
        { by: OPERATOR, asOf: LATER },
        { action: 'team-changed', object: { id: TEAM, name: TEAM } },
      ),
    )
    const actor = { id: ZOE.id, name: ZOE.name }
    await tx.addSwitches([
      {
        resource: 'ai',
        holder: ZOE.id,
        on: true,
        at: LATER,
        actor,
        seq: await tx.takeDecisionNumber(),
      },
    ])
    await tx.saveSpendCap({ resource: 'ai', micros: 9_000_000, seq: 1, at: LATER, actor })
    await tx.saveInvitation({
      id: 'i',
      email: ZOE.email.toLowerCase(),
      roles: ['member'],
      hash: 'h',
      createdAt: LATER,
      expiresAt: LATER + 1,
      actor: { kind: 'person', ...actor },
    })
    await tx.saveMailChoices([{ member: ZOE.id, topic: 'own', on: false }])
  })
  await store.serverAudit.record(entry(ZOE.name))
  const ingest = ingestInto({ store, catalog: CATALOG, now: () => LATER })
  const events = ['1', '2', '3'].map((id) => zoesEvent(id, 'ai'))
  const reply = await ingest([...events, zoesEvent('flow', 'flow')])
  if (reply.accepted !== 4) throw new Error(JSON.stringify(reply.results))
  await ingest([{ ...zoesEvent('bad', 'ai'), data: {} }])
  await store.keepMail({
    messageId: '<1@headroom.example>',
    to: { name: ZOE.name, address: ZOE.email },
    subject: `A link for ${ZOE.name}`,
    text: ZOE.email,
    html: ZOE.name,
    at: LATER,
  })
}

async function changeLog(engine: Engine): Promise<void> {
  await engine.ofTeam(TEAM).transact(async (db) => {
    if (engine.locksRows) await sql`alter table audit disable trigger user`.execute(db)
    else await sql`drop trigger audit_update`.execute(db)
    await sql`update audit set actor_name = 'Nobody' where team_id = ${TEAM} and seq = 1`.execute(
      db,
    )
    if (engine.locksRows) await sql`alter table audit enable trigger user`.execute(db)
  })
}

function filesIn(folder: string): string {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  return files.join('\n').toLowerCase()
}
