import type { Words } from '../messages/words.ts'
import type { Mail } from './ports.ts'

/** A mail in plain text and HTML: the same words, and one link of the fixed public address. */
export function renderMail(
  words: Words,
  options: { team: { id: string; name: string }; publicUrl: string },
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { team, publicUrl } = options
  const link = linkTo(publicUrl, { path: words.path, team: team.id })
  const foot = `Sent by Headroom for the team ${team.name}.`
  const text = [...words.lines, '', `See it in Headroom: ${link}`, '', '--', foot, ''].join('\n')
  const lines = words.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')
  const html = `<!doctype html>
<html lang="en">
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36em">
<h1 style="font-size: 1.2em">${escapeHtml(words.subject)}</h1>
${lines}
<p><a href="${escapeHtml(link)}">See it in Headroom</a></p>
<p style="color: #666; font-size: 0.9em">${escapeHtml(foot)}</p>
</body>
</html>
`
  return { subject: words.subject, text, html }
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
