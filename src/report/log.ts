/** The program's log. It goes to standard error, since standard output carries only the result. */
export interface Log {
  /** Starts a section, which can be folded in a build log. */
  section(title: string): void;
  line(text: string): void;
  /** Keeps a warning for the end of the log, where people see it. */
  warn(text: string): void;
  /** Writes all warnings, each once, in an expanded section. */
  showWarnings(): void;
  /** Expands the current section, because something in it failed. */
  openSection(): void;
}

/** A log for a terminal, or for a build log (Buildkite: Managing log output). */
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
