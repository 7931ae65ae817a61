export interface PolicyOptions {
  /** Of this answer alone: what has it was written by us. */
  readonly nonce: string
  /** Origins whose pages may show this one in a frame. */
  readonly framedBy: readonly string[]
  /** Next's development server evaluates what it sends. */
  readonly development: boolean
}

/** The Content-Security-Policy of a page: nothing runs that we did not send, and nothing is loaded from elsewhere. */
export function contentPolicy({ nonce, framedBy, development }: PolicyOptions): string {
  const rows: readonly (readonly [directive: string, ...sources: readonly string[]])[] = [
    ['default-src', "'self'"],
    // Nothing that people upload is served as a script. Without strict-dynamic, which lets scripts put inline ones into the page.
    ['script-src', "'self'", `'nonce-${nonce}'`, ...(development ? ["'unsafe-eval'"] : [])],
    // Development puts style sheets into the page as it goes.
    ['style-src', "'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    // Colours of people and palettes are attributes: they can't run or load anything.
    ['style-src-attr', "'unsafe-inline'"],
    // Pasted images, and the editor's cursors.
    ['img-src', "'self'", 'blob:', 'data:'],
    // Fonts within a picture that is exported.
    ['font-src', "'self'", 'data:'],
    ['connect-src', "'self'", 'blob:', 'data:', ...(development ? ['ws:'] : [])],
    ['worker-src', "'self'"],
    ['object-src', "'none'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['frame-ancestors', ...(framedBy.length > 0 ? framedBy : ["'none'"])],
  ]
  return rows.map((row) => row.join(' ')).join('; ')
}
