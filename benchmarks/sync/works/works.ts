import { durable } from './durable.ts'
import { fullBoard } from './full-board.ts'
import { instances } from './instances.ts'
import { manyRooms } from './many-rooms.ts'
import { nextcloud } from './nextcloud.ts'
import { oneRoom } from './one-room.ts'
import { townHall } from './town-hall.ts'
import { busyTransports, idleTransports } from './transports.ts'
import type { Work } from './work.ts'

/** What each benchmark of this folder measures. */
export const WORKS = {
  sync: [oneRoom, manyRooms, townHall, nextcloud, fullBoard, instances, durable],
  transports: [busyTransports, idleTransports],
} as const satisfies { readonly [benchmark: string]: readonly Work[] }
