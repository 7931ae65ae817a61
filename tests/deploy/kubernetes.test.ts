import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SETTINGS } from '@inkwire/realtime/settings.ts'
import { afterAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = join(ROOT, 'deploy', 'kubernetes')
/** Below node_modules: there the types of Kubernetes are found. */
const DRAFTS = join(ROOT, 'node_modules', '.cache', 'inkwire')

const resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z.optional(z.looseObject({})),
})
type Resource = z.infer<typeof resource>

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))

function resourcesOf(file: string): Resource[] {
  return parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([])
    return resource.parse(document.toJS())
  })
}

const all = files.flatMap(resourcesOf)
const named = (kind: string, name: string): Resource => {
  const found = all.find((one) => one.kind === kind && one.metadata.name === name)
  if (!found) throw new Error(`there is no ${kind} ${name}`)
  return found
}

const drafts: string[] = []
afterAll(() => {
  for (const draft of drafts) rmSync(draft, { recursive: true, force: true })
})

/** What TypeScript says of resources, by Kubernetes' own schemas: unlike the schemas' validator it knows names that are not there. */
function typesOf(resources: readonly Resource[]): Promise<string> {
  mkdirSync(DRAFTS, { recursive: true })
  const folder = mkdtempSync(join(DRAFTS, 'kubernetes-'))
  drafts.push(folder)
  const lines = resources.map(
    (one, i) => `import type { I${one.kind} as K${i} } from 'kubernetes-models/${one.apiVersion}/${one.kind}'
export const r${i}: K${i} = ${JSON.stringify(one)}`,
  )
  const file = join(folder, 'resources.ts')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', '', '--ignoreConfig']
  return new Promise((resolve) =>
    execFile(process.execPath, [tsc, ...options, file], (_error, output) => resolve(output)),
  )
}

test('every resource is what the schemas of Kubernetes say, and has no field that they do not know', async () => {
  const require = createRequire(import.meta.url)
  for (const one of all) {
    const model = require(`kubernetes-models/${one.apiVersion}/${one.kind}`)[one.kind]
    expect(() => new model(one).validate()).not.toThrow()
  }
  expect(await typesOf(all)).toBe('')
  // The check would notice: a name that is misspelled, a number that is a text.
  const deployment = named('Deployment', 'inkwire-realtime')
  expect(await typesOf([{ ...deployment, spec: { ...deployment.spec, replics: 2 } }])).toMatch(/replics/)
  expect(await typesOf([{ ...deployment, spec: { ...deployment.spec, minReadySeconds: '5' } }])).toMatch(
    /minReadySeconds|string/,
  )
})

const container = z.looseObject({
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
  readinessProbe: z.looseObject({}),
  livenessProbe: z.looseObject({}),
})
const podOwner = z.looseObject({
  spec: z.looseObject({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({ containers: z.tuple([container]), terminationGracePeriodSeconds: z.optional(z.int()) }),
    }),
  }),
})

test('what refers to something finds it: services and budgets their pods, the ingress its services, pods their claims', () => {
  const pods = all.filter(({ kind }) => kind === 'Deployment').map((one) => podOwner.parse(one).spec)
  for (const { selector, template } of pods) expect(template.metadata.labels).toMatchObject(selector.matchLabels)
  const selectors = [
    ...all.filter(({ kind }) => kind === 'Service').map(({ spec }) => spec?.selector),
    ...all
      .filter(({ kind }) => kind === 'PodDisruptionBudget')
      .map(({ spec }) => z.object({ matchLabels: z.unknown() }).parse(spec?.selector).matchLabels),
  ]
  expect(selectors.length).toBeGreaterThan(4)
  for (const selector of selectors) expect(pods.map(({ selector: of }) => of.matchLabels)).toContainEqual(selector)
  const text = files.map((file) => readFileSync(join(FOLDER, file), 'utf8')).join('\n')
  for (const [, name = ''] of text.matchAll(/service:\n\s+name: (\S+)/g)) named('Service', name)
  for (const [, name = ''] of text.matchAll(/claimName: (\S+)/g)) named('PersistentVolumeClaim', name)
  expect(JSON.stringify(named('HorizontalPodAutoscaler', 'inkwire-realtime').spec)).toContain(
    '"name":"inkwire-realtime"',
  )
  // /metrics, and all else that realtime answers, has no way in from outside.
  const paths = [...JSON.stringify(named('Ingress', 'inkwire').spec).matchAll(/"path":"([^"]+)"/g)].map(
    ([, path]) => path,
  )
  expect(paths).toEqual(['/socket.io', '/api', '/'])
})

test('what realtime is told are settings that there are, with values that it takes', () => {
  const told = {
    ...z.record(z.string(), z.string()).parse(named('ConfigMap', 'inkwire').data),
    ...z.record(z.string(), z.string()).parse(named('Secret', 'inkwire-example').stringData),
  }
  expect(Object.keys(told)).toEqual(
    expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'SECRET', 'PUBLIC_URL', 'TRUSTED_PROXIES']),
  )
  const table: { readonly [name: string]: { parse(text: string): unknown } } = SETTINGS
  for (const [name, value] of Object.entries(told))
    expect([name, table[name]?.parse(value)]).not.toEqual([name, undefined])
})
