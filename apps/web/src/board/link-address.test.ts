import { expect, test } from 'vitest'
import { linkAddress } from './link-address.ts'

test('web and mail addresses are taken, completed where people leave the beginning out', () => {
  expect(linkAddress('https://example.org/a?b#c')).toBe('https://example.org/a?b#c')
  expect(linkAddress(' http://example.org ')).toBe('http://example.org')
  expect(linkAddress('example.org/path')).toBe('https://example.org/path')
  expect(linkAddress('localhost:3000/x')).toBe('https://localhost:3000/x')
  expect(linkAddress('ann@example.org')).toBe('mailto:ann@example.org')
  expect(linkAddress('mailto:ann@example.org')).toBe('mailto:ann@example.org')
})

test('all else is refused, above all what could run', () => {
  for (const text of [
    '',
    'hello',
    'two words.org',
    'javascript:alert(1)',
    'JavaScript:alert(1)//example.org',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'https://',
    'https:///x',
    'mailto:',
    `https://example.org/${'a'.repeat(2_000)}`,
  ])
    expect(linkAddress(text)).toBeUndefined()
})
