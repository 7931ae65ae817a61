import { Late } from './late.ts'

export type Rest = typeof import('./rest.ts')
export type LateRest = Late<Rest>

export const lateRest = (): LateRest => new Late(() => import('./rest.ts'))
