// node --import tsx hocuspocus-server.ts <port> <data folder>: Hocuspocus with its defaults and a file per document.
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from '@hocuspocus/server'
import { encodeStateAsUpdate } from 'yjs'

const [port, dataDir = '.'] = process.argv.slice(2)
const server = new Server({
  port: Number(port),
  address: '127.0.0.1',
  quiet: true,
  async onStoreDocument({ document, documentName }) {
    const file = join(dataDir, `${encodeURIComponent(documentName)}.bin`)
    await writeFile(`${file}.new`, encodeStateAsUpdate(document))
    await rename(`${file}.new`, file)
  },
})
await server.listen()
