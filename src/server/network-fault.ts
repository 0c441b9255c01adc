const CAUSES: readonly [RegExp, string][] = [
  [/^ECONNREFUSED$/, 'nothing answers at that address'],
  [/^(ENOTFOUND|EAI_AGAIN|EDNS)$/, 'its name is not known'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'it broke off the connection'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'it did not answer in time'],
  [/^(EPROTO$|ERR_SSL)/, 'no secure connection could be made'],
  [/CERT|UNABLE_TO_VERIFY|SELF_SIGNED/, 'its certificate is not one to be trusted'],
]

/** What the TLS library says is for whoever wrote it. */
const LIBRARY_WORDS = /\bSSL\b|\bTLS\b|:error:|routines/i

/** Why somebody's server could not be talked to, in words; its own where there are none. */
export function networkFault(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = CAUSES.find(([pattern]) => pattern.test(code))
  if (known) return known[1]
  return LIBRARY_WORDS.test(error.message) ? 'no secure connection could be made' : error.message
}
