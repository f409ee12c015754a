import path from 'node:path';

/** A path as the key and docker see it: relative to the working directory unless it is outside, with `/`. */
export function relativePath(text: string, workingDirectory: string): string {
  if (!path.posix.isAbsolute(text)) return stripSlash(path.posix.normalize(text));
  const relative = path.posix.relative(workingDirectory, text);
  const isOutside = relative === '..' || relative.startsWith('../');
  return isOutside ? stripSlash(path.posix.normalize(text)) : relative || '.';
}

function stripSlash(text: string): string {
  return text.length > 1 ? text.replace(/\/$/, '') : text;
}
