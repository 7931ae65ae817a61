import { type ComponentType, lazy, Suspense } from 'react'

/** First and longest wait before code that could not be fetched is asked for again, ms: the server may just be restarting. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000

export type LateComponent<Props> = ComponentType<Props> & {
  /** Has its code fetched before it is shown. */
  fetch(): void
}

/**
 * A component whose code comes when it is shown first. It waits in a boundary of its own: without one React would hide the whole
 * screen around it until the code is there, and the canvas would have no size meanwhile. While the server can't be reached it is
 * just not there: it must not take the board down with it.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): LateComponent<Props> {
  let coming: Promise<{ default: ComponentType<Props> }> | undefined
  const fetch = () => {
    coming ??= persistently(load).then((component) => ({ default: component }))
    return coming
  }
  const Late = lazy(fetch)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each component, when its module is loaded
  function Lazily(props: Props) {
    return (
      <Suspense fallback={null}>
        <Late {...props} />
      </Suspense>
    )
  }
  return Object.assign(Lazily, { fetch: () => void fetch() })
}

async function persistently<Result>(load: () => Promise<Result>): Promise<Result> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}
