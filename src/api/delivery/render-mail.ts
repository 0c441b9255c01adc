import type { Words } from '../messages/words.ts'
import type { Mail } from './ports.ts'

/** A mail of a team's message, with one link of the fixed public address. */
export function renderMail(
  words: Words,
  options: { team: { id: string; name: string }; publicUrl: string },
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { team, publicUrl } = options
  return wrapMail({
    subject: words.subject,
    lines: words.lines,
    link: {
      label: 'See it in Headroom',
      href: linkTo(publicUrl, { path: words.path, team: team.id }),
    },
    foot: `Sent by Headroom for the team ${team.name}.`,
  })
}

/** A mail in plain text and HTML: the same words, and one link. */
export function wrapMail(options: {
  subject: string
  lines: readonly string[]
  link: { label: string; href: string }
  foot: string
}): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { subject, lines, link, foot } = options
  const text = [...lines, '', `${link.label}: ${link.href}`, '', '--', foot, ''].join('\n')
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')
  const html = `<!doctype html>
<html lang="en">
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36em">
<h1 style="font-size: 1.2em">${escapeHtml(subject)}</h1>
${paragraphs}
<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>
<p style="color: #666; font-size: 0.9em">${escapeHtml(foot)}</p>
</body>
</html>
`
  return { subject, text, html }
}

/** Of the address that the operator gave: never of what a request says that it is. */
export function linkTo(publicUrl: string, of: { path: string; team: string }): string {
  const url = new URL(of.path, publicUrl)
  url.searchParams.set('team', of.team)
  return url.href
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
