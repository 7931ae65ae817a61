import { lineKind } from '../line/line-kind.ts'

export const arrow = lineKind('arrow')
