import { HttpResponse } from 'msw'

/** The refusal that a full disk gives. */
export function diskFull() {
  return HttpResponse.json(
    {
      type: 'about:blank',
      title: 'The ledger cannot be written right now',
      status: 503,
      detail: 'The disk is full.',
      code: 'unavailable',
    },
    { status: 503, headers: { 'content-type': 'application/problem+json' } },
  )
}
