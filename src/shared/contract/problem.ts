import { z } from 'zod'

/** Every refusal of the API: its status and the sentence that names it. One table, nowhere else. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'signed-out': { status: 401, title: 'You are not signed in' },
  'unknown-invitation': { status: 404, title: 'There is no such invitation' },
  'already-member': { status: 409, title: 'This person is in the team already' },
  'last-of-role': { status: 409, title: 'The team would have nobody left in this role' },
  'sign-in-first': { status: 409, title: 'Sign in to accept this invitation' },
  'source-taken': { status: 409, title: 'Another key has this source' },
  'unknown-key': { status: 401, title: 'This key is not known' },
  'no-such-key': { status: 404, title: 'There is no such key' },
  'wrong-credentials': { status: 401, title: 'That did not match' },
  'link-over': { status: 410, title: 'This link is used up' },
  'no-sign-in': { status: 404, title: 'This server has no sign-in' },
  'no-provider': { status: 503, title: 'The identity provider can’t be reached' },
  'unknown-session': { status: 404, title: 'There is no such session' },
  'team-exists': { status: 409, title: 'There is a team with this id' },
  'unknown-viewer': { status: 401, title: 'Nobody by that name can view this page' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'forbidden-origin': { status: 403, title: 'This request came from another site' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-team': { status: 404, title: 'There is no such team' },
  'unknown-member': { status: 404, title: 'There is no such member' },
  'unknown-cycle': { status: 404, title: 'There is no such billing cycle' },
  'unknown-alert': { status: 404, title: 'There is no such alert' },
  'unknown-invoice': { status: 404, title: 'There is no such invoice' },
  'unknown-run': { status: 404, title: 'There is no such run' },
  'unknown-delivery': { status: 404, title: 'There is no such delivery' },
  'unknown-message': { status: 404, title: 'There is no such message' },
  'unknown-endpoint': { status: 404, title: 'There is no such webhook' },
  'delivery-under-way': { status: 409, title: 'It is being sent already' },
  'mail-promised': { status: 409, title: 'This mail can’t be turned off' },
  'too-many-endpoints': { status: 409, title: 'The team has enough webhooks' },
  'run-conflict': { status: 409, title: 'Another run has this id' },
  'run-ended': { status: 409, title: 'The run has ended already' },
  'unknown-pack': { status: 404, title: 'There is no such pack of credits' },
  'purchase-conflict': { status: 409, title: 'Another purchase was made with this key' },
  'price-changed': { status: 409, title: 'The price is another one now' },
  'balance-full': { status: 409, title: 'The balance can’t hold that many credits' },
  'unknown-server': { status: 404, title: 'There is no such server' },
  'server-limit-reached': {
    status: 402,
    title: 'Too little of the server’s limit for today is left',
  },
  'limit-reached': { status: 402, title: 'Too little of the allowance is left' },
  'spend-cap-reached': { status: 402, title: 'The spend cap leaves too little' },
  // These three are named as the products' own interfaces name them.
  insufficient_credits: { status: 402, title: 'There are not enough credits' },
  serviceLimitExhausted: { status: 429, title: 'Too few of the month’s calls are left' },
  rateLimited: { status: 429, title: 'Too many requests in a short time' },
  'unknown-plan': { status: 404, title: 'There is no such plan' },
  'too-few-seats': { status: 409, title: 'The plan has too few seats' },
  'not-offered': { status: 409, title: 'The plan has no pay-as-you-go for this resource' },
  'switched-for-team': { status: 409, title: 'It is switched for the whole team' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be sent as plain JSON' },
  'unknown-connection': { status: 404, title: 'There is no such connected account' },
  'already-connected': { status: 409, title: 'Such an account is connected already' },
  'key-refused': { status: 409, title: 'The key can’t be used' },
  'cannot-connect': { status: 409, title: 'This server connects no accounts' },
  'too-soon': { status: 429, title: 'It was just read' },
  unavailable: { status: 503, title: 'The ledger cannot be written right now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

/**
 * RFC 9457, with a code that stays the same and, for bad input, each fault with its JSON path. The
 * `detail` is one or more whole sentences.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
