import type { SceneCamera } from '../scene.ts'

/** What a page did while it was watched; times are ms. */
export interface Recording {
  /** Between one frame and the next; the first is from the start to the first frame. */
  readonly frames: readonly number[]
  /** Tasks over 50 ms. */
  readonly longTasks: readonly number[]
  /** Pointer events that took 16 ms or more from the hand to the screen. */
  readonly events: readonly { readonly name: string; readonly duration: number }[]
  /** From each (coalesced) move to the first task after the frame that follows it. */
  readonly moves: readonly number[]
  /** The same of each pointer-down. */
  readonly downs: readonly number[]
  readonly wheels: number
  /** Of each frame, where the page tells: see `Bench.coverage`. */
  readonly blank: readonly number[]
  readonly stale: readonly number[]
}

/** What watches a page: `window.recorder`. It is in the page before anything else. */
export interface Recorder {
  /** Begins; `hook` is called in each frame with the time. */
  start(hook?: (now: number) => void): void
  /** Ends after one more settled frame. */
  stop(): Promise<Recording>
  /** Two frames have passed and been handed over; answers with the time. */
  painted(): Promise<number>
  /** ms of a call, and until all that it did is painted. */
  timed(call: () => Promise<unknown> | unknown): Promise<{ readonly call: number; readonly painted: number }>
  /** Records for so many ms while the camera goes to and fro by so many css px, half as far up and down, once a frame. */
  pan(ms: number, camera: SceneCamera, amplitude: number): Promise<Recording>
  /** ms until everything on screen is exact; null: the page can't tell. Gives up after so many ms, and answers with infinity. */
  exact(most: number): Promise<number | null>
  /** Compares two screenshots, PNGs in base64: the share of squares with ink in the later one that have none in the early one. */
  missingInk(early: string, later: string): Promise<number>
  /** The share of pixels in which two screenshots differ. */
  changedPixels(first: string, second: string): Promise<number>
  /** ms of a fixed piece of work: tells how fast the machine is now. */
  calibrate(): number
}
