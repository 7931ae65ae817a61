import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
}
const ZIPPED = new Set(['.html', '.js', '.css', '.json', '.svg'])

/** Serves a folder on the loopback interface, gzipped as a proxy would, on a port or any free one. */
export async function serve(folder: string, port = 0): Promise<{ readonly url: string; close(): void }> {
  const files = new Map<string, { readonly body: Buffer; readonly headers: Record<string, string> }>()
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path))
    try {
      if (!file.startsWith(folder)) throw new Error('outside')
      const known = files.get(file) ?? (await read(file))
      files.set(file, known)
      response.writeHead(200, known.headers).end(known.body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no port')
  return { url: `http://127.0.0.1:${address.port}`, close: () => void server.close() }
}

async function read(file: string): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const [raw, extension] = [await readFile(file), extname(file)]
  const zipped = ZIPPED.has(extension)
  const body = zipped ? gzipSync(raw, { level: 9 }) : raw
  return {
    body,
    headers: {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'content-length': String(body.length),
      'cache-control': 'max-age=3600',
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    },
  }
}
