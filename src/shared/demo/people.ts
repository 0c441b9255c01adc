import type { Role } from '../contract/values.ts'
import type { Millis } from '../credits/amounts.ts'
import type { DemoMember } from './scenario.ts'

const GIVEN = [
  'Amara',
  'Ben',
  'Chiara',
  'Daniel',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Ivo',
  'Jasmin',
  'Kenji',
  'Leona',
  'Mateo',
  'Nadia',
  'Oskar',
  'Priya',
  'Quentin',
  'Rosa',
  'Samir',
  'Tove',
  'Uma',
  'Viktor',
  'Wanjiru',
  'Xenia',
  'Yusuf',
  'Zofia',
  'Aoife',
  'Bruno',
  'Camille',
  'Dmitri',
  'Esther',
  'Finn',
]

const FAMILY = [
  'Okafor',
  'Lindqvist',
  'Moretti',
  'Weiss',
  'Demir',
  'Haddad',
  'Sørensen',
  'Novák',
  'Petrov',
  'Alvarez',
  'Tanaka',
  'Brandt',
  'Costa',
  'Rahman',
  'Nyström',
  'Iyer',
  'Dubois',
  'Marín',
  'Khoury',
  'Eriksen',
  'Banerjee',
  'Kowalski',
  'Mwangi',
  'Ivanova',
  'Yılmaz',
  'Zielińska',
  'Byrne',
  'Ferrari',
  'Laurent',
  'Sokolov',
  'Adeyemi',
  "O'Neill",
  'Grünwald',
  'Park',
  'Silva',
  'Vance',
  'Abebe',
]

/** The first is an Admin, the second has Billing, the third both; all others are Members. */
const ROLES: readonly (readonly Role[])[] = [['admin'], ['billing'], ['admin', 'billing']]

export function people(count: number, createdAt: Millis): DemoMember[] {
  return Array.from({ length: count }, (_, index) => {
    // Steps that share no factor with the lists' lengths: every pair comes before one repeats.
    const given = GIVEN[index % GIVEN.length] ?? ''
    const family = FAMILY[(index * 7 + Math.floor(index / GIVEN.length)) % FAMILY.length] ?? ''
    const number = String(index + 1).padStart(4, '0')
    const address = `${plain(given)}.${plain(family)}`
    const email = index < 1_000 ? `${address}@example.com` : `${address}.${number}@example.com`
    const roles = ROLES[index] ?? ['member']
    return { id: `m-${number}`, name: `${given} ${family}`, email, roles, createdAt }
  })
}

function plain(name: string): string {
  const letters = name.replaceAll('ı', 'i').replaceAll('ø', 'o').replaceAll('ł', 'l')
  return letters
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()
}
