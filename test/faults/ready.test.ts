import { describe, it } from 'vitest'
import { held } from './held.ts'
import { readyOnDeadDisk, readyOnFullDisk } from './ready.ts'

describe('/readyz on SQLite', () => {
  it(
    'says so of a disk that is full, and that has room again',
    (context) => held(context, readyOnFullDisk),
    300_000,
  )

  it(
    'says so of a disk that is dead, although what is in memory can be read',
    (context) => held(context, readyOnDeadDisk),
    300_000,
  )
})
