import type { NextConfig } from 'next'

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
]

/** As much of webpack's configuration as is changed here. */
interface WebpackConfig {
  readonly optimization: { readonly splitChunks?: false | { usedExports?: boolean } }
}

const config: NextConfig = {
  poweredByHeader: false,
  // The packages are TypeScript sources, not builds.
  transpilePackages: ['@inkwire/board', '@inkwire/canvas', '@inkwire/protocol', '@inkwire/sync'],
  images: { unoptimized: true },
  webpack(webpack: WebpackConfig) {
    // What page and worker both use comes once, also where they use different parts of a module.
    const { splitChunks } = webpack.optimization
    if (splitChunks) splitChunks.usedExports = false
    return webpack
  },
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
}

export default config
