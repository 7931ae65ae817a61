import { expect, test } from 'vitest'
import { absoluteAddresses } from './font-sources.ts'

test('addresses are those that the stylesheet means, whatever page or worker reads them', () => {
  const base = 'https://board.example/_next/static/css/page.css'
  expect(absoluteAddresses(`url("../media/inter.woff2") format("woff2"), url(/a.woff)`, base)).toBe(
    'url("https://board.example/_next/static/media/inter.woff2") format("woff2"), url("https://board.example/a.woff")',
  )
  expect(absoluteAddresses('local(Inter), url(data:font/woff2;base64,AA==)', base)).toBe(
    'local(Inter), url("data:font/woff2;base64,AA==")',
  )
})
