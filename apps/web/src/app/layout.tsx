import '@fontsource-variable/inter'
// Of texts on boards. Each comes when the first text in it is shown.
import '@fontsource/kalam/400.css'
import '@fontsource/kalam/700.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { REGISTER_SCRIPT } from '../offline/register-script.ts'
import { NONCE_HEADER } from '../security/nonce.ts'
import { THEME_SCRIPT } from '../theme/theme-script.ts'

export const metadata: Metadata = {
  title: 'Inkwire',
  description: 'A shared whiteboard that you run yourself',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#17181b' },
  ],
}

/** What nearly every text needs: asked for with the page, so that no line changes its width when the font comes. */
const latin = new URL('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url)

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // A nonce is of one answer: pages are written for each request.
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined
  preload(latin.pathname, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Before the first paint, or a dark screen would flash white. */}
        {/* Browsers hide a nonce from scripts, so it looks different to whoever compares. */}
        <script nonce={nonce} suppressHydrationWarning>
          {THEME_SCRIPT}
        </script>
      </head>
      <body>
        {children}
        {process.env.NODE_ENV === 'production' && (
          <script nonce={nonce} suppressHydrationWarning>
            {REGISTER_SCRIPT}
          </script>
        )}
      </body>
    </html>
  )
}
