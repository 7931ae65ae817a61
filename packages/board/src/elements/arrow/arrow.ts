export { lineKind as arrow } from '../line/line-kind.ts'
