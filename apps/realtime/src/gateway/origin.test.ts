import { expect, test } from 'vitest'
import { originAllowed } from './origin.ts'

test('without an origin, a browser that names another site is not allowed', () => {
  const from = (site?: string) =>
    originAllowed({ headers: { host: 'a', ...(site ? { 'sec-fetch-site': site } : {}) } }, undefined)
  expect([undefined, 'same-origin', 'none', 'same-site', 'cross-site'].map(from)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

const allowed = (origin: string | undefined, host: string, publicUrl?: string) =>
  originAllowed({ headers: { host, ...(origin === undefined ? {} : { origin }) } }, publicUrl)

test('the same host, PUBLIC_URL and scripts are allowed', () => {
  expect(allowed('http://127.0.0.1:3000', '127.0.0.1:3000')).toBe(true)
  expect(allowed('https://board.example', 'realtime:3001', 'https://board.example')).toBe(true)
  expect(allowed(undefined, '127.0.0.1:3000')).toBe(true)
})

test('anybody else is not', () => {
  expect(allowed('http://evil.example', '127.0.0.1:3000')).toBe(false)
  expect(allowed('http://127.0.0.1:3001', '127.0.0.1:3000')).toBe(false)
  expect(allowed('http://board.example', 'realtime:3001', 'https://board.example')).toBe(false)
  expect(allowed('null', '127.0.0.1:3000')).toBe(false)
})
