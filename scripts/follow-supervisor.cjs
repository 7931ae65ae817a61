// Loaded into Next before anything else: it ends, with all that it started, when its supervisor is gone (a kill -9).
process.once('disconnect', () => {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.exit(1)
  }
})
