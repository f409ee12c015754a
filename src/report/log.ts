/** Where the program says what it does: never on standard output, which carries the result alone. */
export interface Log {
  /** Starts a section. In a build log it can be folded. */
  section(title: string): void;
  line(text: string): void;
  warn(text: string): void;
  /** As a section that is open from the start, for a warning that must not be overlooked. */
  alarm(text: string): void;
  /** Opens the current section, when something in it failed. */
  openSection(): void;
}

/** A log for a terminal, or for the log of a build (Buildkite: Managing log output). */
export function createLog(write: (text: string) => void, isBuildLog: boolean): Log {
  const print = (text: string) => write(`${text}\n`);
  return {
    section: (title) => print(isBuildLog ? `--- :docker: ${title}` : `== ${title}`),
    line: print,
    warn: (text) => print(`warning: ${text}`),
    alarm: (text) => print(isBuildLog ? `+++ :warning: ${text}` : `warning: ${text}`),
    openSection: () => {
      if (isBuildLog) print('^^^ +++');
    },
  };
}
