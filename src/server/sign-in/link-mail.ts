import type { Mail } from '#api/delivery/ports.ts'
import { wrapMail } from '#api/delivery/render-mail.ts'

/** The mail with a link that signs in. */
export function linkMail(options: {
  email: string
  name: string
  token: string
  publicUrl: string
}): Mail {
  const { email, name, token, publicUrl } = options
  // After the #, so that neither a log nor another site is told it.
  const link = new URL(`/sign-in#link=${token}`, publicUrl).href
  const mail = wrapMail({
    subject: 'Sign in to Headroom',
    lines: [
      'Somebody, most likely you, asked for this link. It signs in once, within 15 minutes.',
      'If it was not you, you need not do anything.',
    ],
    link: { label: 'Sign in', href: link },
    foot: 'Sent by Headroom.',
  })
  const host = new URL(publicUrl).hostname
  return { to: { name, address: email }, ...mail, messageId: `<${crypto.randomUUID()}@${host}>` }
}
