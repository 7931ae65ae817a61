import { expect, test } from 'vitest'
import { hottest } from './thread-inspector.ts'

const frame = (functionName: string) => ({ functionName, url: 'http://localhost/a.js', lineNumber: 4 })

test('functions are added up over all places that call them, hottest first', () => {
  const nodes = [
    { id: 1, callFrame: frame('paint') },
    { id: 2, callFrame: frame('measure') },
    { id: 3, callFrame: frame('paint') },
  ]
  const found = hottest({ nodes, samples: [1, 2, 3, 2], timeDeltas: [1_000, 500, 2_000, 500] })
  expect(found).toEqual([
    { name: 'paint', place: 'a.js:5', ms: 3 },
    { name: 'measure', place: 'a.js:5', ms: 1 },
  ])
})
