import { Late } from './late.ts'

export type LateRest = Late<typeof import('./rest.ts')>

export const lateRest = (): LateRest => new Late(() => import('./rest.ts'))
