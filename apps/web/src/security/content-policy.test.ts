import { describe, expect, it } from 'vitest'
import { contentPolicy } from './content-policy.ts'
import { framedBy } from './embedding.ts'

const rowsOf = (policy: string) =>
  new Map(policy.split('; ').map((row) => [row.split(' ')[0] ?? '', row.split(' ').slice(1)]))

describe('the policy of a page', () => {
  it('lets only what has the nonce run, and no frame show it', () => {
    const rows = rowsOf(contentPolicy({ nonce: 'abc', framedBy: [], development: false }))
    expect(rows.get('script-src')).toEqual(["'self'", "'nonce-abc'"])
    expect(rows.get('frame-ancestors')).toEqual(["'none'"])
    for (const sources of rows.values()) expect(sources).not.toContain('*')
  })

  it('loosens what development needs, and only there', () => {
    const [live, development] = [false, true].map((development) =>
      contentPolicy({ nonce: 'abc', framedBy: [], development }),
    )
    expect(development).toContain("'unsafe-eval'")
    expect(live).not.toContain("'unsafe-eval'")
    expect(rowsOf(live ?? '').get('style-src')).not.toContain("'unsafe-inline'")
  })
})

describe('framing', () => {
  const listed = 'https://wiki.example.org, http://10.0.0.7:8080'

  it('is for the listed origins on the embed route, and for nobody elsewhere', () => {
    expect(framedBy('/embed/abc', listed)).toEqual(['https://wiki.example.org', 'http://10.0.0.7:8080'])
    for (const path of ['/', '/b/abc', '/b/embed/abc', '/embedded/x', '/embed'])
      expect(framedBy(path, listed)).toEqual([])
    expect(framedBy('/embed/abc', undefined)).toEqual([])
  })

  it('takes nothing that is no origin', () => {
    for (const text of [
      '*',
      'https:',
      'https://a.example/path',
      "https://a.example; script-src 'unsafe-inline'",
      'null',
    ]) {
      expect(framedBy('/embed/abc', text)).toEqual([])
    }
  })
})
