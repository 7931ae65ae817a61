import type { NextConfig } from 'next'

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
]

const config: NextConfig = {
  poweredByHeader: false,
  // The packages are TypeScript sources, not builds.
  transpilePackages: ['@inkwire/board', '@inkwire/canvas', '@inkwire/protocol', '@inkwire/sync'],
  images: { unoptimized: true },
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
}

export default config
