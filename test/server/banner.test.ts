import { expect, it } from 'vitest'
import { banner } from '#server/banner.ts'

const RUNNING = {
  address: 'http://127.0.0.1:4280',
  publicUrl: 'http://127.0.0.1:4280',
  metrics: undefined,
  describe: 'SQLite in ./data',
  keepsMails: true,
  hasExample: false,
  setUp: undefined,
  warnings: [],
}

it('names one address where there is one', () => {
  expect(banner(RUNNING)).toBe(
    [
      '',
      '  Headroom   http://127.0.0.1:4280',
      '  API        http://127.0.0.1:4280/api/docs',
      '  Data       SQLite in ./data',
      '  Mails      kept, to be read at http://127.0.0.1:4280/kept-mails',
      '',
    ].join('\n'),
  )
})

it('sends people to the public address, and says where it listens beside that', () => {
  const publicUrl = 'https://credits.example.com'
  const said = banner({ ...RUNNING, address: 'http://0.0.0.0:4477', publicUrl })
  expect(said.split('\n').slice(1, 6)).toEqual([
    '  Headroom   https://credits.example.com',
    '  API        https://credits.example.com/api/docs',
    '  Listens    at http://0.0.0.0:4477',
    '  Data       SQLite in ./data',
    '  Mails      kept, to be read at https://credits.example.com/kept-mails',
  ])
})

it('says how many processes serve, where it is not one alone', () => {
  expect(banner({ ...RUNNING, workers: 3 })).toContain('\n  Workers    3\n')
  expect(banner(RUNNING)).not.toContain('Workers')
})
