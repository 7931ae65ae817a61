import { expect, test } from 'vitest'
import { backFrom } from './back.ts'

test('leads back to a board, and to nowhere else than here', () => {
  const from = (back: string) => backFrom(`?back=${encodeURIComponent(back)}`)
  expect(from('/b/V1StGXR8_Z5jdHi6B-myT#k_e-y')).toBe('/b/V1StGXR8_Z5jdHi6B-myT#k_e-y')
  expect(from('/b/V1StGXR8_Z5jdHi6B-myT')).toBe('/b/V1StGXR8_Z5jdHi6B-myT')
  for (const hostile of [
    '//evil.example',
    'https://evil.example',
    '/b/x/../../evil',
    '/\\evil',
    'javascript:alert(1)',
  ]) {
    expect([hostile, from(hostile)]).toEqual([hostile, '/'])
  }
  expect(backFrom('')).toBe('/')
})
