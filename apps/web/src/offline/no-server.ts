/** Why nothing comes from the server, as a sentence: the browser knows when the machine has no network at all. */
export const noServer = (): string => (navigator.onLine ? "The server can't be reached." : 'You are offline.')
