import { parentPort, workerData } from 'node:worker_threads'
import { openHandle } from './sqlite-handle.ts'
import { bindable, cachedStatements } from './sqlite-statements.ts'
import type { Answered, Asked, Failed, Question } from './sqlite-writer.ts'

/** The thread that writes: waiting for the disk, it holds nobody else up. */
const handle = openHandle(String(workerData))
const statements = cachedStatements(handle)

/** Of what nobody waits for: whoever asks next is told, until what it was part of is ended. */
let failure: Failed | undefined

parentPort?.on('message', ({ id, questions }: Asked) => {
  const answered = answer(questions)
  if (id !== undefined) parentPort?.postMessage({ id, ...answered })
  else if ('failed' in answered) failure = answered
  if (!handle.isOpen) parentPort?.close()
})

/** Of the last question; none is taken up after one that failed. */
function answer(questions: readonly Question[]): Answered<unknown> | Failed {
  try {
    let answered: Answered<unknown> = { rows: [] }
    for (const question of questions) {
      if (question.kind === 'settle') failure = undefined
      if (failure) return failure
      answered = done(question)
    }
    return answered
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { message } = error
    const errcode = 'errcode' in error ? error.errcode : undefined
    const code = 'code' in error ? error.code : undefined
    return { failed: { message, errcode, code } }
  }
}

function done(asked: Question): Answered<unknown> {
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
