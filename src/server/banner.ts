import type { Announced } from './server.ts'

/** What a started server says in the terminal. */
export function banner(running: Announced): string {
  const { address, publicUrl, metrics, describe, keepsMails, hasExample, setUp } = running
  const lines = ['', `  Headroom   ${publicUrl}`, `  API        ${publicUrl}/api/docs`]
  if (address !== publicUrl) lines.push(`  Listens    at ${address}`)
  lines.push(`  Data       ${describe}`)
  if (running.workers !== undefined) lines.push(`  Workers    ${running.workers}`)
  if (keepsMails) lines.push(`  Mails      kept, to be read at ${publicUrl}/kept-mails`)
  if (metrics !== undefined) lines.push(`  Metrics    ${metrics}`)
  if (setUp !== undefined) {
    lines.push(
      '',
      '  Nobody looks after this server yet. Set it up with this link; it works once, for a day:',
    )
    lines.push(`    ${setUp}`)
  }
  for (const warning of running.warnings) lines.push('', `  Warning: ${warning}`)
  if (hasExample) {
    lines.push(
      '',
      '  This is example data. To start empty, in a folder of your own:',
      '    npm start -- --empty --data ./my-data',
    )
  }
  return [...lines, ''].join('\n')
}
