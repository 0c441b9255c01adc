import { expect, it } from 'vitest'
import { unsafeAddress } from '#server/unsafe-address.ts'

it.each([
  'https://headroom.example',
  'http://127.0.0.1:4280',
  'http://[::1]:1',
  'http://localhost',
])('%s is safe to sign in at', (address) => expect(unsafeAddress(address)).toBeUndefined())

it.each(['http://headroom.example', 'http://10.0.0.1:4280', 'http://localhost.example'])(
  '%s is not, and the operator is told of it and of the way out',
  (address) => {
    expect(unsafeAddress(`${address}/`)).toContain(`People sign in at ${address} without TLS`)
    expect(unsafeAddress(address)).toContain('HEADROOM_PUBLIC_URL')
  },
)
