/** Carries the nonce of an answer's policy from proxy.ts to the page. */
export const NONCE_HEADER = 'x-nonce'
