// Runs as `docker` in a sandbox: reports the call to the test and does what the test answers.
// Arguments: the test's socket, then docker's own.
const net = require('node:net');

const [socketPath, ...argv] = process.argv.slice(2);
const OF_INTEREST = /^(DOCKER|BUILDKIT|BUILDX|AWS)_/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_INTEREST.test(name)));
const readsInput = argv.includes('--password-stdin') || argv.some((argument) => /^(--file=)?-$/.test(argument));

const socket = net.connect(socketPath);
const tell = (message) => socket.write(`${JSON.stringify(message)}\n`);
const write = (stream, text) => new Promise((resolve) => stream.write(text, resolve));

let ignoresSignals = false;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    tell({ signal });
    if (ignoresSignals) return;
    // Like docker 28, which exits with 143 or 130 and doesn't handle SIGHUP.
    if (signal === 'SIGHUP') end({ kill: signal });
    else end({ exit: signal === 'SIGTERM' ? 143 : 130 });
  });
}

function end({ exit, kill }) {
  // Ends after everything has been sent.
  socket.end(() => {
    if (!kill) process.exit(exit);
    process.removeAllListeners(kill);
    process.kill(process.pid, kill);
  });
}

async function obey(message) {
  if (message.ignoreSignals) ignoresSignals = true;
  if (message.stdout) await write(process.stdout, message.stdout);
  if (message.stderr) await write(process.stderr, message.stderr);
  if (message.exit !== undefined || message.kill) end(message);
}

async function readInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function main() {
  const stdin = readsInput ? await readInput() : undefined;
  tell({
    argv,
    stdin,
    env,
    pid: process.pid,
    path: process.env.PATH,
    home: process.env.HOME,
  });
  let pending = '';
  let ended = false;
  socket.setEncoding('utf8');
  for await (const text of socket) {
    pending += text;
    for (let at = pending.indexOf('\n'); at >= 0; at = pending.indexOf('\n')) {
      const message = JSON.parse(pending.slice(0, at));
      pending = pending.slice(at + 1);
      ended = ended || message.exit !== undefined || Boolean(message.kill);
      await obey(message);
    }
  }
  if (!ended) throw new Error('the test is gone');
}

main().catch((error) => {
  process.stderr.write(`stand-in docker: ${error.message}\n`);
  process.exitCode = 1;
});
