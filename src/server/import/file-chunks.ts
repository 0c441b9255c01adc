import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { OperatorError } from '../operator-error.ts'
import { because } from './system-fault.ts'

export type InputFile = { size: number; chunks: AsyncIterable<Buffer>; bytesRead: () => number }

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]

/** @throws OperatorError when there is no such file or it is something else. */
export async function openInput(path: string): Promise<InputFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw new OperatorError(`${path} can't be read: ${because(error)}.`, { cause: error })
  })
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'no ordinary file'
    throw new OperatorError(`${path} is ${what}. Give the file to import.`)
  }
  const progress = { bytes: 0 }
  return { size: found.size, chunks: chunksOf(path, progress), bytesRead: () => progress.bytes }
}

async function* chunksOf(path: string, progress: { bytes: number }): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = createReadStream(path)
  try {
    for await (const chunk of stream) {
      const isFirst = progress.bytes === 0
      progress.bytes += chunk.length
      yield isFirst ? withoutMark(chunk, path) : chunk
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw new OperatorError(`${path} can't be read: ${because(error)}.`, { cause: error })
  }
}

function withoutMark(chunk: Buffer, path: string): Buffer {
  if (UTF16_MARKS.some((mark) => startsWith(chunk, mark))) {
    throw new OperatorError(`${path} is written in UTF-16. Save it as UTF-8 and import that.`)
  }
  return startsWith(chunk, UTF8_MARK) ? chunk.subarray(UTF8_MARK.length) : chunk
}

function startsWith(chunk: Buffer, mark: Buffer): boolean {
  return chunk.subarray(0, mark.length).equals(mark)
}
