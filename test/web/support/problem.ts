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

/** The refusal of one request too many in a minute. */
export function tooMany() {
  return HttpResponse.json(
    {
      type: 'about:blank',
      title: 'Too many requests in a short time',
      status: 429,
      detail: 'You made 300 requests in a minute, and that is the most. Go on in 20 seconds.',
      code: 'rateLimited',
    },
    { status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '20' } },
  )
}
