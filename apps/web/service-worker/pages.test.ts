import { expect, test } from 'vitest'
import { filesNamedIn, PAGES, pageOf } from './pages.ts'

test('one kept page stands in for every board, and nothing for what is no page', () => {
  const board = pageOf('/b/V1StGXR8_Z5jdHi6B-myT')
  expect(board).toBe(pageOf('/b/another-board-21-char'))
  expect(PAGES).toContain(board)
  expect(pageOf('/')).toBe('/')
  expect(pageOf('/trash')).toBe('/trash')
  for (const path of ['/b/short', '/b/V1StGXR8_Z5jdHi6B-myT/x', '/api/v1/boards', '/trash/', '/__proto__'])
    expect(pageOf(path)).toBeUndefined()
})

test('all files of a build that a page names are found, in its tags and in its data', () => {
  const html = `<script src="/_next/static/chunks/a-1.js" async></script><link href='/_next/static/css/b.css?x=1'>
    <script>push("I[\\"/_next/static/chunks/app/b/%5Bid%5D/page-2.js\\",\\"/_next/static/chunks/a-1.js\\"]")</script>`
  expect(filesNamedIn(html)).toEqual([
    '/_next/static/chunks/a-1.js',
    '/_next/static/css/b.css',
    '/_next/static/chunks/app/b/%5Bid%5D/page-2.js',
  ])
})
