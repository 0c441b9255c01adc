import { parentPort, workerData } from 'node:worker_threads'
import { openHandle } from './sqlite-handle.ts'
import { bindable, cachedStatements } from './sqlite-statements.ts'
import type { Answered, Asked, Failed } from './sqlite-writer.ts'

/** The thread that writes: waiting for the disk, it holds nobody else up. */
const handle = openHandle(String(workerData))
const statements = cachedStatements(handle)

parentPort?.on('message', (asked: Asked) => {
  parentPort?.postMessage({ id: asked.id, ...answer(asked) })
  if (!handle.isOpen) parentPort?.close()
})

function answer(asked: Asked): Answered<unknown> | Failed {
  try {
    return done(asked)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { message } = error
    const errcode = 'errcode' in error ? error.errcode : undefined
    const code = 'code' in error ? error.code : undefined
    return { failed: { message, errcode, code } }
  }
}

function done(asked: Asked): Answered<unknown> {
  switch (asked.kind) {
    case 'run': {
      const { statement, reader } = statements(asked.text)
      const parameters = asked.parameters.map(bindable)
      if (reader) return { rows: statement.all(...parameters) }
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { rows: [], changes, lastInsertRowid }
    }
    case 'insert': {
      const { statement } = statements(asked.text)
      for (const row of asked.rows) statement.run(...row)
      return { rows: [] }
    }
    case 'settle':
      if (handle.isTransaction) handle.exec('rollback')
      return { rows: [] }
    case 'close':
      handle.close()
      return { rows: [] }
    default:
      return asked satisfies never
  }
}
