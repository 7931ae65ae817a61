import { get } from 'node:http'

/** Bytes that came over the wire, by kind: JavaScript, styles, fonts, pages, other. */
export interface WireSizes {
  readonly script: number
  readonly style: number
  readonly font: number
  readonly page: number
  readonly other: number
  readonly requests: number
}

/** Fetches what a page had loaded, once each, as a browser would, and counts the bytes as they were sent: compressed where the server does. */
export async function wireSizes(urls: Iterable<string>): Promise<WireSizes> {
  const sizes = { script: 0, style: 0, font: 0, page: 0, other: 0, requests: 0 }
  for (const url of new Set(urls)) {
    // What a page made itself (`blob:`, `data:`) didn't come over the wire.
    if (!url.startsWith('http:')) continue
    const { kind, bytes } = await sizeOf(url)
    sizes[kind] += bytes
    sizes.requests++
  }
  return sizes
}

function sizeOf(url: string): Promise<{ readonly kind: Exclude<keyof WireSizes, 'requests'>; readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'accept-encoding': 'gzip, br' } }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
      })
      answer.on('end', () => resolve({ kind: kindOf(answer.headers['content-type'] ?? ''), bytes }))
      answer.on('error', reject)
    })
    request.on('error', reject)
  })
}

function kindOf(type: string): Exclude<keyof WireSizes, 'requests'> {
  if (type.includes('javascript')) return 'script'
  if (type.includes('css')) return 'style'
  if (type.includes('font')) return 'font'
  return type.includes('html') ? 'page' : 'other'
}
