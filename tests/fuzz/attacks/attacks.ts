import type { Attack } from '../attack.ts'
import { bodies } from './bodies.ts'
import { halfOpen } from './half-open.ts'
import { handshakes } from './handshakes.ts'
import { packets } from './packets.ts'
import { polling } from './polling.ts'
import { rawFrames } from './raw-frames.ts'

/** All ways to be hostile, at once; shares add up to a thousand. */
export const ATTACKS: readonly Attack[] = [packets, polling, rawFrames, bodies, handshakes, halfOpen]
