export { lineKind as line } from './line-kind.ts'
