import { basename, resolve } from 'node:path'
import { ingestInto } from '#api/ledger/ingest.ts'
import type { Store } from '#api/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { OperatorError } from '../operator-error.ts'
import { createMembers } from './create-members.ts'
import { type InputFile, openInput } from './file-chunks.ts'
import { importRows } from './import-rows.ts'
import { mappedRows } from './mapped-rows.ts'
import { ndjsonRows } from './ndjson-rows.ts'
import { type Out, showProgress } from './progress.ts'
import { readMapping } from './read-mapping.ts'
import { openRejectedFile, type RejectedFile } from './rejected-file.ts'
import { report } from './report.ts'
import type { Row } from './row.ts'
import { emptyTally, type Tally } from './tally.ts'

export type ImportRequest = {
  file: string
  team: string
  /** Of a CSV file; a file of events needs none. */
  mapping: string | undefined
  source: string | undefined
  createMembers: boolean
  rejected: string | undefined
}

export type ImportHost = {
  store: Store
  catalog: Catalog
  now: () => Millis
  /** Milliseconds from any moment on. */
  clock: () => number
  out: Out
  progress: Out
  isStopped: () => boolean
}

/**
 * Imports a file and says what came of it, also where it ends early.
 * @throws OperatorError when it can't begin or can't go on
 */
export async function importFile(request: ImportRequest, host: ImportHost): Promise<Tally> {
  const input = await openInput(request.file)
  const rejectedPath = rejectedPathOf(request)
  const rows = await rowsOf(request, input)
  await refuseUnknownTeam(host.store, request.team)
  const rejected = await openRejectedFile(rejectedPath)
  const tally = emptyTally()
  const started = host.clock()
  try {
    await importInto({ request, host, input, rows, rejected, tally })
  } finally {
    await rejected.close()
    const milliseconds = host.clock() - started
    if (tally.read > 0) {
      host.out.write(report(tally, { name: basename(request.file), milliseconds, rejectedPath }))
    }
  }
  if (tally.read === 0) host.out.write(`${basename(request.file)} holds no rows.\n`)
  return tally
}

async function importInto(options: {
  request: ImportRequest
  host: ImportHost
  input: InputFile
  rows: AsyncIterable<readonly Row[]>
  rejected: RejectedFile
  tally: Tally
}): Promise<void> {
  const { request, host, input, rows, rejected, tally } = options
  const { store, catalog, now, clock, isStopped } = host
  const team = store.team(request.team)
  const progress = showProgress({ out: host.progress, size: input.size, clock })
  try {
    await importRows({
      rows,
      tally,
      ingest: ingestInto({ store, catalog, now }),
      prepare: async (events) => {
        if (!request.createMembers) return
        tally.membersCreated += await createMembers(team, { events, now: now() })
      },
      onRefused: rejected.add,
      onBatch: () => progress.update({ bytes: input.bytesRead(), rows: tally.read }),
      isStopped,
    })
  } finally {
    progress.end()
  }
}

async function rowsOf(
  request: ImportRequest,
  { chunks }: InputFile,
): Promise<AsyncIterable<readonly Row[]>> {
  const { file, team, source } = request
  const holdsEvents = /\.(?:ndjson|jsonl)$/i.test(file)
  if (holdsEvents && request.mapping !== undefined) {
    throw new OperatorError(`${file} holds events as they are: a mapping is for CSV files.`)
  }
  if (holdsEvents) return ndjsonRows(chunks, { team, source })
  if (request.mapping === undefined) {
    throw new OperatorError(
      `${file} is no file of events (.ndjson, .jsonl). If it is CSV, give a --mapping that says what its columns are; docs/importing.md shows how.`,
    )
  }
  const mapping = await readMapping(request.mapping)
  return mappedRows(chunks, { mapping, team, source: source ?? sourceOf(file) })
}

function sourceOf(file: string): string {
  const name = basename(file)
    .replaceAll(/\p{Cc}/gu, '_')
    .slice(0, 200)
  return `import/${name.toWellFormed()}`
}

function rejectedPathOf({ file, rejected }: ImportRequest): string {
  const path = rejected ?? `${file}.rejected.ndjson`
  if (resolve(path) !== resolve(file)) return path
  throw new OperatorError('The rejected rows would replace the file that is imported.')
}

async function refuseUnknownTeam(store: Store, team: string): Promise<void> {
  if (await store.team(team).profile()) return
  throw new OperatorError(
    `There is no team ${JSON.stringify(team)}. "npm run team -- list" shows the teams, "npm run team -- add" makes one.`,
  )
}
