// The old name of `npm run admin -- restored`.
process.argv.splice(2, 0, 'restored')
await import('./admin.mjs')
