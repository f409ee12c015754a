// Preloaded into what is measured: writes the most memory that the process had into a file, in KiB. The system's own
// figure of an ended child (ru_maxrss) would not do: it starts with the memory of whoever started the child.
const { readFileSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    writeFileSync(process.env.PEAK_MEMORY_FILE, kibibytes);
  });
}
