// Gives an account a new password: `npm run reset-password -- ann@example.org`.
import('tsx/esm/api')
  .then((tsx) => tsx.register())
  .then(() => import('./reset-password.ts'))
  .then(({ resetPassword }) => resetPassword(process.argv[2] ?? ''))
  .catch((error) => {
    const expected = ['StartError', 'SettingsError'].includes(error.name)
    console.error(expected ? error.message : error)
    process.exitCode = 1
  })
