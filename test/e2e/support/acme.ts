import { expect } from 'vitest'
import { type Ended, runToEnd } from '#test/support/server-process.ts'
import { dayAgo } from './events.ts'

const MEMBERS = [
  ['ada', 'Ada Byron', 'admin'],
  ['bo', 'Bo Lindqvist', 'billing'],
  ['cleo', 'Cleo Marsh', 'member'],
] as const

/** A command of the operator, over the data folder of a server that may be running. */
export async function operator(command: 'team' | 'import', args: string[]): Promise<Ended> {
  return runToEnd([`src/server/cli/${command}.ts`, ...args])
}

/** Acme on the Team plan, billed from ten days ago, with an Admin, a Billing admin and a Member. */
export async function makeAcme(data: string): Promise<void> {
  const terms = ['--plan', 'team', '--zone', 'UTC', '--anchor', dayAgo(10)]
  await must('team', ['add', 'acme', '--name', 'Acme', ...terms, '--data', data])
  for (const [id, name, roles] of MEMBERS) {
    const who = ['--name', name, '--email', `${id}@acme.example`, '--roles', roles]
    await must('team', ['add-member', 'acme', id, ...who, '--data', data])
  }
}

async function must(command: 'team' | 'import', args: string[]): Promise<void> {
  const { code, stdout, stderr } = await operator(command, args)
  expect(`${code} ${stderr}`, stdout).toBe('0 ')
}
