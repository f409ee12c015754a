import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';

/** A command step of a pipeline. */
export interface Step {
  readonly command?: string;
  readonly env?: { readonly [name: string]: string };
  readonly plugins?: readonly (string | { readonly [plugin: string]: unknown })[];
}

/** A plugin of a step, such as `docker#v1.2.3`, with its options. */
export interface PluginUse {
  readonly name: string;
  readonly configuration: { readonly [option: string]: unknown };
}

/** One example: what is below a heading. */
export interface ReadmeExample {
  readonly title: string;
  /** Its Dockerfiles. */
  readonly dockerfiles: readonly string[];
  /** The command steps of its pipelines. */
  readonly steps: readonly Step[];
}

/** The text of a file, relative to the project's root. */
export function readDocument(file: string): string {
  return readFileSync(path.join(__dirname, '../..', file), 'utf8');
}

/** The code blocks in any of these languages. */
export function findBlocks(text: string, ...languages: readonly string[]): readonly string[] {
  const block = new RegExp(`^\`\`\`(?:${languages.join('|')})\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(block)].map(([, content = '']) => content);
}

/** The command steps of every pipeline in a text. Some omit `steps:`, which Buildkite's linter allows. */
export function readSteps(text: string): readonly Step[] {
  return findBlocks(text, 'yaml', 'yml').flatMap((block) => {
    const pipeline = parseYaml(block) as { readonly steps?: readonly unknown[] } | readonly unknown[] | null;
    const steps = Array.isArray(pipeline) ? pipeline : ((pipeline as { steps?: unknown[] })?.steps ?? []);
    return steps.filter((step): step is Step => typeof step === 'object' && step !== null);
  });
}

export function readPlugins({ plugins = [] }: Step): readonly PluginUse[] {
  return plugins
    .flatMap((plugin) => Object.entries(typeof plugin === 'string' ? { [plugin]: null } : plugin))
    .map(([name, configuration]) => ({ name, configuration: Object(configuration ?? {}) }));
}

export function isOurs({ name }: PluginUse): boolean {
  return name.startsWith('seek-oss/docker-ecr-cache#');
}

/** The examples of the README and of docs/recipes.md, by their headings. */
export function readExamples(): readonly ReadmeExample[] {
  const [, recipes = ''] = readDocument('README.md').split(/^## Recipes$/m);
  const ofReadme = (recipes.split(/^## /m)[0] ?? '').split(/^### /m).slice(1);
  const others = readDocument('docs/recipes.md').split(/^## /m).slice(1);
  return [...ofReadme, ...others].map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    dockerfiles: findBlocks(section, 'dockerfile'),
    steps: readSteps(section),
  }));
}
