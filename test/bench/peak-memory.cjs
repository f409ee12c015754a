// Preloaded into the measured process: writes its peak memory to a file, in KiB. The system's figure for an ended child
// (ru_maxrss) won't do, because it starts with the parent's memory.
const { readFileSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    writeFileSync(process.env.PEAK_MEMORY_FILE, kibibytes);
  });
}
