// The old name of `npm run admin -- reset-password`.
process.argv.splice(2, 0, 'reset-password')
await import('./admin.mjs')
