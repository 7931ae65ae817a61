// Asks the registry which of the packages that we ship have known weaknesses: `npm run audit`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** As much of `npm audit --json` (version 2) as is read here. */
const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
      range: z.string(),
      /** Names of packages that bring it, or the advisories themselves. */
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
      /** An object names what to install instead. */
      fixAvailable: z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })]),
    }),
  ),
})
const GRAVE = new Set(['high', 'critical'])

export interface Audit {
  /** What was found, a line each. */
  readonly lines: readonly string[]
  /** Something grave is known, and there is a version without it. Where there is none, failing would help nobody. */
  readonly failed: boolean
}

/** Judges an answer of `npm audit --json`. Undefined: it is no report, so nothing was audited. */
export function auditOf(json: string): Audit | undefined {
  const parsed = report.safeParse(parsedJson(json))
  if (!parsed.success) return undefined
  const found = Object.values(parsed.data.vulnerabilities)
  const lines = found.map(({ name, range, severity, via, fixAvailable }) => {
    const why = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} (${one.url})`)).join('; ')
    const fix = typeof fixAvailable === 'object' ? `fixed by ${fixAvailable.name} ${fixAvailable.version}` : ''
    return `${severity}: ${name} ${range}: ${why}. ${fix || (fixAvailable ? 'A fix is there.' : 'There is no fix yet.')}`
  })
  const failed = found.some(({ severity, fixAvailable }) => GRAVE.has(severity) && fixAvailable !== false)
  return { lines: lines.length > 0 ? lines : ['No weakness is known of the packages that are shipped.'], failed }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const audit = auditOf(stdout ?? '')
  console.log(audit ? audit.lines.join('\n') : `The registry gave no report, so nothing was audited: ${stdout}`)
  process.exitCode = audit && !audit.failed ? 0 : 1
}
