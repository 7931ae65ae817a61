/** Work of an export in one go, ms: frames in between stay smooth. */
const SLICE = 8

/** Cuts long work into slices: `await pause()` between two steps lets the page go on when a slice is over. */
export function slices(signal?: AbortSignal): () => Promise<void> {
  let until = performance.now() + SLICE
  return async () => {
    signal?.throwIfAborted()
    if (performance.now() < until) return
    await new Promise((resolve) => setTimeout(resolve))
    until = performance.now() + SLICE
  }
}
