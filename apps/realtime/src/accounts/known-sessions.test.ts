import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { tokenOf } from './known-sessions.ts'

const cookie = { name: 'inkwire.session_token', secret: 'a secret' }
const signed = (token: string, secret = cookie.secret) =>
  `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`
const header = (value: string, name = cookie.name) => `${name}=${encodeURIComponent(value)}`

test('a token is read from among other cookies', () => {
  expect(tokenOf(`theme=dark; ${header(signed('abc.def'))}; last=1`, cookie)).toBe('abc.def')
})

test('what is not rightly signed, or there twice, is no token', () => {
  const right = signed('abc')
  const wrong = [
    '',
    'theme=dark',
    header('abc'),
    header('.'),
    header(right.slice(1)),
    header(right.slice(0, -1)),
    header(`${right}=`),
    header(signed('abc', 'another secret')),
    header(right, `x${cookie.name}`),
    header(right, `__Secure-${cookie.name}`),
    `${header(right)}; ${header(signed('xyz'))}`,
    `${header(right)}; ${header(right)}`,
    `${cookie.name}=%E0%A4%A`,
    `${cookie.name}`,
    header(right.replace('abc', '__proto__')),
  ]
  expect(wrong.map((one) => tokenOf(one, cookie))).toEqual(wrong.map(() => undefined))
})
