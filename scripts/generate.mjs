// Makes the Prisma client from prisma/schema.prisma, without network.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const schema = join(root, 'prisma', 'schema.prisma')
const output = join(root, 'apps', 'realtime', 'src', 'generated')
const stampFile = join(output, 'schema.stamp')
const prisma = createRequire(import.meta.url).resolve('prisma/package.json')

const stamp = createHash('sha256').update(readFileSync(schema)).update(readFileSync(prisma)).digest('hex')
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) process.exit(0)

const cli = join(dirname(prisma), JSON.parse(readFileSync(prisma, 'utf8')).bin.prisma)
const run = spawnSync(process.execPath, [cli, 'generate', '--schema', schema], {
  cwd: root,
  encoding: 'utf8',
  env: {
    ...process.env,
    // Prisma wants to download this program before it generates, but does not run it: any that exists will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
})
if (run.status !== 0) {
  console.error(`${run.stdout ?? ''}${run.stderr ?? ''}`.trim())
  console.error('The database client could not be generated from prisma/schema.prisma')
  process.exit(1)
}
writeFileSync(stampFile, stamp)
