import { expect, test } from 'vitest'
import { embedNote } from '#mocks/embed-note.ts'

test.each([
  ['/embed', true],
  ['/embed/AAAAAAAAAAAAAAAA/flows', true],
  ['/', false],
  ['/flows', false],
])('the preview says why a link opens nothing at %s: %s', (pathname, isSaid) => {
  expect(embedNote(pathname) !== undefined).toBe(isSaid)
})
