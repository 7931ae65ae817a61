import type { BoardSession } from '@inkwire/board'
import type { PictureStore } from '../images/picture-store.ts'
import type { Scene } from '../scene/scene.ts'
import { PageRaster } from './page-raster.ts'
import type { Raster, RasterListener } from './raster.ts'
import { WorkerRaster } from './worker-raster.ts'

/** Where tiles are painted: in a worker, or in slices of the page's own time. */
export type RasterPlace = 'worker' | 'main'

export interface RasterOptions {
  /** By default in a worker, where the browser can. */
  readonly raster?: RasterPlace
  /** Starts the worker (raster-worker.ts) where the page isn't bundled by something that knows `new Worker(new URL(…))`. */
  readonly rasterWorker?: () => Worker
}

export function startRaster(
  { raster = 'worker', rasterWorker = newWorker }: RasterOptions,
  {
    board,
    scene,
    listener,
    pictures,
  }: { board: BoardSession; scene: Scene; listener: RasterListener; pictures?: PictureStore | undefined },
): Raster {
  const able = typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined' && 'fonts' in document
  if (raster === 'main' || !able) return new PageRaster(scene, listener, pictures)
  return new WorkerRaster(rasterWorker(), board, listener, pictures?.folder)
}

function newWorker(): Worker {
  return new Worker(new URL('./raster-worker.ts', import.meta.url), { type: 'module' })
}
