import { SESSION_PATH, USAGE_PATH } from '#shared/contract/first-asked.ts'
import { isDate, isId } from '#shared/contract/forms.ts'
import { valueAt } from '#web/store/value-at.ts'
import { askEarly, beginEarly } from './early-answers.ts'
import { urlOf } from './url-of.ts'
import { viewerHeaders } from './viewer-headers.ts'

/** The page that is asked for, as its address and this browser say. */
type Visit = {
  search: string
  viewAs: string | undefined
  embed: string | undefined
  isUsagePage: boolean
}

/**
 * Asks who is looking, and on the Resource usage page for their team's figures. What is guessed
 * wrongly here is asked once more by the page, and costs it no more than that.
 */
export async function askFirst(visit: Visit): Promise<void> {
  beginEarly()
  const viewer = viewerHeaders(visit)
  const search = new URLSearchParams(visit.search)
  // What was typed wrong the page leaves out, too.
  const asSearched = (name: string, isRight: (text: string) => boolean) => {
    const text = search.get(name) ?? ''
    return isRight(text) ? text : undefined
  }
  const session = await askEarly(
    urlOf(SESSION_PATH, { params: {}, query: { team: asSearched('team', isId) } }),
    viewer,
  )
  // A copy: the answer itself is for the page to read.
  const team = visit.isUsagePage ? teamIn(await session?.clone().json()) : undefined
  if (team === undefined) return
  const usage = urlOf(USAGE_PATH, {
    params: { team },
    query: { cycle: asSearched('cycle', isDate) },
  })
  await askEarly(usage, viewer)
}

/** Not parsed by its schema: the page does that, and here it only names an address to ask. */
function teamIn(session: unknown): string | undefined {
  const id = valueAt(session, ['team', 'id'])
  return typeof id === 'string' ? id : undefined
}
