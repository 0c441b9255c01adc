const LOOPBACK_NAMES = ['127.0.0.1', '[::1]', 'localhost']

/**
 * Let be, since the way there can be the operator's own, such as a private network; but said.
 *
 * @returns a sentence for the operator where people sign in at an address that others can listen to
 */
export function unsafeAddress(publicUrl: string): string[] {
  const { protocol, hostname, origin } = new URL(publicUrl)
  if (protocol === 'https:' || LOOPBACK_NAMES.includes(hostname)) return []
  return [
    `People sign in at ${origin} without TLS: whoever is on the way can read passwords and take sessions. Put a proxy with TLS in front of it, and set HEADROOM_PUBLIC_URL to its https:// address.`,
  ]
}

/** @returns a sentence for the operator where frames can be tried on this machine only */
export function unsafeFrames(of: { publicUrl: string; embedIn: readonly string[] }): string[] {
  const { protocol, origin } = new URL(of.publicUrl)
  if (of.embedIn.length === 0 || protocol === 'https:') return []
  return [
    `HEADROOM_EMBED_IN is set, but the public address ${origin} is without TLS: frames can be tried on this machine, in browsers that allow it, and shown to nobody else. Set HEADROOM_PUBLIC_URL to an https:// address.`,
  ]
}
