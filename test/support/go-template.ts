/**
 * Renders the little of Go's templates that `docker --format` is asked for: `{{.A.B}}`, `{{json .A}}`,
 * `{{json .}}`, `{{index .A 0}}` and the text around them. Throws on anything else.
 */
export function renderTemplate(template: string, data: unknown): string {
  return template.replace(/\{\{\s*(.*?)\s*\}\}/g, (_whole, expression: string) => {
    const [, json, path] = /^(json\s+)?(\.[\w.]*)$/.exec(expression) ?? [];
    if (path !== undefined) {
      const value = lookUp(data, path);
      return json ? JSON.stringify(value ?? null) : print(value);
    }
    const [, list, index] = /^index\s+(\.[\w.]*)\s+(\d+)$/.exec(expression) ?? [];
    if (list !== undefined) return print((lookUp(data, list) as unknown[])[Number(index)]);
    throw new Error(`This template is not supported: ${template}`);
  });
}

function lookUp(data: unknown, path: string): unknown {
  const names = path.split('.').filter(Boolean);
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], data);
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(' ')}]`;
  return value === undefined ? '<no value>' : String(value);
}
