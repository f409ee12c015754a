import { OptionError } from '../errors';

/** Amazon ECR API reference, CreateRepository: repositoryName; docker's own rule allows the same characters. */
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** @throws OptionError for a name that no registry takes */
export function parseRepositoryName(text: string, writtenAs: string): string {
  if (text.length < 2 || text.length > 256 || !repositoryName.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a repository name`,
      'It has 2 to 256 lower-case letters and digits, with single `.`, `_` or `/`, or `-`, between them.',
    );
  }
  return text;
}

/** The nearest thing to this text that can be one part of a repository's name. */
export function toRepositoryPart(text: string): string {
  const part = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return part === '' ? 'image' : part;
}
