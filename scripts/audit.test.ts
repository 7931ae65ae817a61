import { expect, it } from 'vitest'
import { auditOf } from './audit.ts'

const advisory = {
  source: 1,
  name: 'thing',
  title: 'Eats memory',
  url: 'https://github.com/advisories/x',
  severity: 'high',
}

function reportOf(severity: string, fixAvailable: unknown): string {
  const thing = {
    name: 'thing',
    severity,
    isDirect: false,
    via: [advisory],
    effects: [],
    range: '<2',
    nodes: [],
    fixAvailable,
  }
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities: { thing }, metadata: {} })
}

it.each<[string, unknown, boolean]>([
  ['critical', true, true],
  ['high', { name: 'thing', version: '2.0.0', isSemVerMajor: true }, true],
  ['high', false, false],
  ['moderate', true, false],
])('says what it found: %s, fix %j; fails: %s', (severity, fix, failed) => {
  const audit = auditOf(reportOf(severity, fix))
  expect(audit?.failed).toBe(failed)
  expect(audit?.lines).toEqual([
    expect.stringContaining(`${severity}: thing <2: Eats memory (https://github.com/advisories/x)`),
  ])
})

it('says that nothing is known', () => {
  expect(auditOf('{"auditReportVersion":2,"vulnerabilities":{},"metadata":{}}')).toEqual({
    lines: ['No weakness is known of the packages that are shipped.'],
    failed: false,
  })
})

it.each(['', '{"message":"405 Method Not Allowed"}', '<html>'])('takes %j for no report', (text) => {
  expect(auditOf(text)).toBeUndefined()
})
