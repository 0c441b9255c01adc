import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseMapping } from '#server/import/mapping.ts'

const ASSISTANT = {
  type: 'headroom.assistant.usage',
  data: {
    server: { column: 'server' },
    model: { column: 'model', map: { fast: 'claude-haiku-4.5' } },
    inputTokens: { column: 'in' },
    outputTokens: { constant: 0 },
  },
}
const MAPPING = { time: { column: 'at', form: 'iso' }, event: ASSISTANT }

function faultsOf(json: unknown): string[] {
  const parsed = parseMapping(json)
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`)
}

describe('a mapping', () => {
  test('is read, with what it leaves out', () => {
    expect(
      parseMapping({ ...MAPPING, time: { column: 'at', form: 'local', zone: 'UTC' } }),
    ).toEqual({
      ok: true,
      mapping: {
        delimiter: ',',
        time: { column: 'at', form: 'local', zone: 'UTC', overlap: 'earlier' },
        where: [],
        event: {
          type: 'headroom.assistant.usage',
          data: {
            server: { kind: 'column', column: 'server' },
            model: {
              kind: 'looked-up',
              column: 'model',
              map: new Map([['fast', 'claude-haiku-4.5']]),
            },
            inputTokens: { kind: 'column', column: 'in' },
            outputTokens: { kind: 'constant', value: 0 },
          },
        },
      },
    })
  })

  test.each<[string, unknown, string[]]>([
    ['is no object', 7, ['$: Invalid input: expected object, received number']],
    ['says nothing of the time', { event: ASSISTANT }, ['$.time: is missing']],
    ['has no event', { time: MAPPING.time }, ['$: must have one of event, events']],
    [
      'has both one event and a choice',
      { ...MAPPING, events: { column: 'kind', cases: { a: ASSISTANT } } },
      ['$: must have one of event, events'],
    ],
    [
      'has an unknown form of time',
      { ...MAPPING, time: { column: 'at', form: 'unix' } },
      ['$.time.form: must be iso, local, epoch-seconds, epoch-milliseconds or seconds-since'],
    ],
    [
      'has a local time without a zone, and one with a zone that is none',
      { ...MAPPING, time: { column: 'at', form: 'local' } },
      ['$.time.zone: is missing'],
    ],
    [
      'has a zone that is none',
      { ...MAPPING, time: { column: 'at', form: 'local', zone: 'Mars/Olympus' } },
      ['$.time.zone: is no time zone known here'],
    ],
    [
      'has an origin without an offset',
      { ...MAPPING, time: { column: 'at', form: 'seconds-since', origin: '2023-01-05' } },
      ['$.time.origin: must be an instant such as 2026-01-31T00:00:00Z'],
    ],
    [
      'lacks fields of its event and has others',
      { ...MAPPING, event: { type: 'headroom.ai.usage', data: { credit: { column: 'n' } } } },
      [
        '$.event.data.action: is missing',
        '$.event.data.credits: is missing',
        '$.event.data.credit: is not known here',
      ],
    ],
    [
      'has constants and looked-up values that the event refuses',
      {
        ...MAPPING,
        member: { constant: 'two words' },
        event: {
          type: 'headroom.flows.usage',
          data: {
            flow: { constant: 'f' },
            run: { column: 'run', map: { ui: 'manual', api: 'robot' } },
            item: { constant: 'Connector' },
            count: { constant: 10.99 },
          },
        },
      },
      [
        '$.member.constant: may hold letters, digits and . _ : @ / - only',
        '$.event.data.run.map.api: Invalid option: expected one of "manual"|"cloud"',
        '$.event.data.item.constant: must be a lower-case slug such as generate-request',
        '$.event.data.count.constant: Invalid input: expected int, received number',
      ],
    ],
    [
      'has conditions with no test or two',
      { ...MAPPING, where: [{ column: 'a' }, { column: 'a', equals: '1', greaterThan: 1 }] },
      [
        '$.where[0]: must have one of equals, notEquals, in, greaterThan',
        '$.where[1]: must have one of equals, notEquals, in, greaterThan',
      ],
    ],
    [
      'has a source that is both or neither, or a map for a constant',
      {
        ...MAPPING,
        event: {
          ...ASSISTANT,
          data: {
            ...ASSISTANT.data,
            server: {},
            model: { column: 'a', constant: 'b' },
            inputTokens: { constant: 1, map: {} },
          },
        },
      },
      [
        '$.event.data.server: must have one of column, constant',
        '$.event.data.model: must have one of column, constant',
        '$.event.data.inputTokens.map: belongs to a column',
      ],
    ],
    [
      'has a wrong delimiter and a misspelled key',
      { ...MAPPING, delimiter: '\n', wher: [] },
      ['$.delimiter: must be one character, and no quote or line end', '$.wher: is not known here'],
    ],
  ])('is refused when it %s', (_name, json, faults) => {
    expect(faultsOf(json)).toEqual(faults)
  })
})

test('the mappings that the documentation shows are right', () => {
  const page = readFileSync('docs/importing.md', 'utf8')
  const shown = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => json ?? '')
  const files = globSync('docs/importing/*.json').map((file) => readFileSync(file, 'utf8'))
  expect([shown.length, files.length]).toEqual([1, 2])
  expect([...shown, ...files].flatMap((json) => faultsOf(JSON.parse(json)))).toEqual([])
})
