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

/** The refusal of a role that was taken away meanwhile. */
export function notAllowed() {
  return HttpResponse.json(
    {
      type: 'about:blank',
      title: 'Your role does not allow this',
      status: 403,
      detail: 'Only a Billing admin of the team can do this.',
      code: 'forbidden',
    },
    { status: 403, headers: { 'content-type': 'application/problem+json' } },
  )
}
