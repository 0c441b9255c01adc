import type { Mail } from '#api/delivery/ports.ts'
import { wrapMail } from '#api/delivery/render-mail.ts'

export function invitationMail(options: {
  email: string
  token: string
  team: string
  by: string
  publicUrl: string
}): Mail {
  const { email, token, team, by, publicUrl } = options
  // After the #, so that neither a log nor another site is told it.
  const link = new URL(`/invitation#token=${encodeURIComponent(token)}`, publicUrl).href
  const mail = wrapMail({
    subject: `${by} invites you to ${team} on Headroom`,
    lines: [
      `${by} invites you to see the credits of ${team} on Headroom.`,
      'The invitation is for this address, once, within a week.',
    ],
    link: { label: 'Accept the invitation', href: link },
    foot: 'Sent by Headroom. If you don’t know why, you need not do anything.',
  })
  const host = new URL(publicUrl).hostname
  return {
    to: { name: email, address: email },
    ...mail,
    messageId: `<${crypto.randomUUID()}@${host}>`,
  }
}
