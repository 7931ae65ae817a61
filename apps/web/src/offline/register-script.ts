/** The first strokes have the machine and the line for themselves; ms after the page has come. */
const LATER_MS = 4_000
/** A page that never rests is not waited for longer, ms. */
const REST_WITHIN_MS = 4_000

/**
 * Has the browser keep the pages for when there is no network: a script in the page, as nothing else waits for it. Nothing needs it:
 * where there are no service workers (plain HTTP from another machine) pages come from the server only.
 */
export const REGISTER_SCRIPT = `addEventListener('load',function(){setTimeout(function(){try{(window.requestIdleCallback||function(run){run()})(function(){navigator.serviceWorker.register('/service-worker.js').catch(function(){})},{timeout:${REST_WITHIN_MS}})}catch(e){}},${LATER_MS})})`
