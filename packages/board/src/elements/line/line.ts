import { lineKind } from './line-kind.ts'

export const line = lineKind('none')
