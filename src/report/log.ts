/** Where the program says what it does: never on standard output, which carries the result alone. */
export interface Log {
  /** Starts a section. In a build log it can be folded. */
  section(title: string): void;
  line(text: string): void;
  /** Keeps something that a person has to act on until the end, where it is seen. */
  warn(text: string): void;
  /** Says all warnings, each once, in a section that is open. */
  showWarnings(): void;
  /** Opens the current section, when something in it failed. */
  openSection(): void;
}

/** A log for a terminal, or for the log of a build (Buildkite: Managing log output). */
export function createLog(write: (text: string) => void, isBuildLog: boolean): Log {
  const print = (text: string) => write(`${text}\n`);
  const warnings = new Set<string>();
  return {
    section: (title) => print(isBuildLog ? `--- :docker: ${title}` : `== ${title}`),
    line: print,
    warn: (text) => warnings.add(text),
    showWarnings: () => {
      const { size } = warnings;
      if (isBuildLog && size > 0) print(`+++ :warning: ${size === 1 ? '1 warning' : `${size} warnings`}`);
      for (const text of warnings) print(`warning: ${text}`);
      warnings.clear();
    },
    openSection: () => {
      if (isBuildLog) print('^^^ +++');
    },
  };
}
