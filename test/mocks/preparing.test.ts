// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest'
import { sayPreparing } from '#mocks/preparing.ts'

afterEach(() => document.body.replaceChildren())

describe('while a preview is made', () => {
  it.each([
    ['crowd', 'Preparing 100,000 members…'],
    ['healthy', 'Preparing the preview…'],
  ] as const)('%s is said in the page’s place', async (scenario, words) => {
    document.body.innerHTML = '<div id="root"><p>Preparing …</p></div>'
    await sayPreparing(scenario)
    expect(document.body.innerHTML).toBe(`<div id="root"><p>${words}</p></div>`)
  })

  it('it is said also where the page had nothing to say', async () => {
    document.body.innerHTML = '<div id="root"></div>'
    await sayPreparing('crowd')
    expect(document.body.textContent).toBe('Preparing 100,000 members…')
  })
})
