import { isRecord } from '../appConfig';

/** One thing that the server API can do, as the page about it shows it. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly ApiParameter[];
  /** An example of the body; null where there is none. */
  readonly body: string | null;
  /** An example of the answer; null where there is none. */
  readonly answer: string | null;
}

export interface ApiParameter {
  readonly name: string;
  readonly place: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

export interface ApiGroup {
  readonly name: string;
  readonly operations: readonly ApiOperation[];
}

/** Schemas refer to themselves; what lies deeper than this is left out. */
const MOST_DEPTH = 6;

/** Reads an OpenAPI description as our server writes it; what is missing in it is missing on the page. */
export function apiGroups(description: unknown): readonly ApiGroup[] {
  const root = isRecord(description) ? description : {};
  const groups = new Map<string, ApiOperation[]>();
  for (const [path, methods] of Object.entries(recordIn(root, 'paths'))) {
    for (const [method, operation] of Object.entries(isRecord(methods) ? methods : {})) {
      if (!isRecord(operation)) continue;
      const tags = operation['tags'];
      const group = Array.isArray(tags) && typeof tags[0] === 'string' ? tags[0] : path;
      groups.set(group, [...(groups.get(group) ?? []), operationOf(method, path, operation, root)]);
    }
  }
  return [...groups].map(([name, operations]) => ({ name, operations }));
}

/** The operations whose path or summary has all these words, without empty groups. */
export function searchApi(groups: readonly ApiGroup[], search: string): readonly ApiGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ method, path, summary }: ApiOperation) => {
    const text = `${method} ${path} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0);
}

/** The call as a command line. */
export function curlLine(origin: string, { method, path, body }: ApiOperation): string {
  const url = `'${origin}${path}'`;
  const lines = [`curl -X ${method} ${url}`, `  -H "Authorization: Bearer $TOKEN"`];
  if (body !== null) lines.push(`  -d '${JSON.stringify(JSON.parse(body)).replaceAll("'", "'\\''")}'`);
  return lines.join(' \\\n');
}

function operationOf(
  method: string,
  path: string,
  operation: Record<string, unknown>,
  root: Record<string, unknown>,
): ApiOperation {
  const { parameters } = operation;
  return {
    method: method.toUpperCase(),
    path,
    summary: textIn(operation, 'summary'),
    parameters: (Array.isArray(parameters) ? parameters : []).filter(isRecord).map(parameterOf),
    body: example(recordIn(operation, 'requestBody'), root),
    answer: example(recordIn(recordIn(operation, 'responses'), '200'), root),
  };
}

function parameterOf(parameter: Record<string, unknown>): ApiParameter {
  const schema = recordIn(parameter, 'schema');
  const choices = schema['enum'];
  return {
    name: textIn(parameter, 'name'),
    place: textIn(parameter, 'in'),
    type: Array.isArray(choices) ? choices.join(' | ') : textIn(schema, 'format') || textIn(schema, 'type'),
    required: parameter['required'] === true,
    description: textIn(parameter, 'description'),
  };
}

function example(content: Record<string, unknown>, root: Record<string, unknown>): string | null {
  const media = recordIn(recordIn(content, 'content'), 'application/json');
  if (!isRecord(media['schema'])) return null;
  return JSON.stringify(valueOf(media['schema'], root, 0), null, 2);
}

function valueOf(schema: unknown, root: Record<string, unknown>, depth: number): unknown {
  if (!isRecord(schema) || depth > MOST_DEPTH) return null;
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    return valueOf(recordIn(recordIn(root, 'components'), 'schemas')[name], root, depth + 1);
  }
  const { enum: choices, example: given, default: usual } = schema;
  if (given !== undefined) return given;
  if (usual !== undefined) return usual;
  if (Array.isArray(choices)) return choices[0] ?? null;
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(recordIn(schema, 'properties')).map(([name, each]) => [name, valueOf(each, root, depth + 1)]),
      );
    case 'array':
      return [valueOf(schema['items'], root, depth + 1)];
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    case 'boolean':
      return false;
    case 'string':
      return textIn(schema, 'format') === 'date-time' ? '2026-01-01T12:00:00.000Z' : '…';
    default:
      return null;
  }
}

function recordIn(from: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = from[name];
  return isRecord(found) ? found : {};
}

function textIn(from: Record<string, unknown>, name: string): string {
  const found = from[name];
  return typeof found === 'string' ? found : '';
}
