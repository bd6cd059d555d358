// What an OpenAPI document promises, as things to try: its operations, bodies that fit, bodies that do not, and whether an answer fits.
import assert from 'node:assert/strict';

/** How far into a body wrong values are put. */
const DEPTH = 4;

export function operationsOf(description) {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses, security }]) => ({
      method: method.toUpperCase(),
      path,
      name: `${method.toUpperCase()} ${path}`,
      query: parameters.filter(each => each.in === 'query'),
      body: requestBody?.content['application/json']?.schema,
      responses,
      security,
    })),
  );
}

export class Schemas {
  #seen = new Set();

  constructor(description) {
    this.description = description;
  }

  resolve(schema) {
    return schema?.$ref
      ? this.resolve(
          schema.$ref
            .slice(2)
            .split('/')
            .reduce((node, key) => node[key], this.description),
        )
      : schema;
  }

  /** An answer fits when it has what is required, and nothing that is not described. */
  check(given, value, at = '$') {
    const schema = this.resolve(given);
    const { enum: words, pattern, type, required = [], properties, additionalProperties, items } = schema;
    if (words) {
      assert.ok(words.includes(value), `${at} is ${value}, none of ${words}`);
    }
    if (type) {
      const fits = [type].flat().some(each => TYPES[each](value));
      assert.ok(fits, `${at} is ${JSON.stringify(value)?.slice(0, 80)}, not ${type}`);
    }
    if (pattern && typeof value === 'string') {
      assert.match(value, new RegExp(pattern), at);
    }
    if (value === null || typeof value !== 'object') {
      return;
    }
    required.forEach(name => assert.ok(name in value, `${at}.${name} is missing`));
    if (Array.isArray(value)) {
      value.forEach((item, i) => items && this.check(items, item, `${at}[${i}]`));
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      const known = properties?.[name] ?? additionalProperties;
      assert.ok(known || !properties, `${at}.${name} is not described`);
      if (known && known !== true) {
        this.check(known, member, `${at}.${name}`);
      }
    }
  }

  /** The least value that fits; `known` has values for names that must name something. */
  example(given, known, name) {
    const schema = this.resolve(given);
    if (name in known) {
      return [schema.type].flat().includes('array') ? [known[name]] : known[name];
    }
    if ('example' in schema || schema.enum) {
      return schema.example ?? schema.enum[0];
    }
    switch ([schema.type].flat()[0]) {
      case 'object':
        return Object.fromEntries(
          (schema.required ?? []).map(each => [each, this.example(schema.properties[each], known, each)]),
        );
      case 'array':
        return Array.from({ length: schema.minItems ?? 0 }, () => this.example(schema.items, known, name));
      case 'integer':
      case 'number':
        return schema.minimum ?? 1;
      case 'boolean':
        return true;
      default:
        return 'text';
    }
  }

  /** A copy of `body` with `value` at this place, and around it what has to be there. */
  put(given, body, [first, ...rest], value, known) {
    const schema = this.resolve(given);
    const inner = typeof first === 'number' ? schema.items : (schema.properties?.[first] ?? schema.additionalProperties);
    const copy = Array.isArray(body) ? [...body] : { ...body };
    copy[first] =
      rest.length === 0
        ? value
        : this.put(inner, copy[first] ?? this.example(inner, known, first), rest, value, known);
    return copy;
  }

  /**
   * `{at: ['options', 0, 'text'], wrong: [...], strange: true}` for everything inside: values to refuse, and whether it is text.
   * What several bodies share is looked into once.
   */
  members(given, at = []) {
    if (given.$ref && at.length > 0 && this.#seen.has(given.$ref)) {
      return [];
    }
    this.#seen.add(given.$ref);
    const schema = this.resolve(given);
    if (schema.readOnly) {
      return [];
    }
    const type = [schema.type].flat()[0];
    const own = at.length > 0 ? [{ at, wrong: wrongFor(schema, type), strange: !schema.enum && type === 'string' }] : [];
    if (at.length >= DEPTH) {
      return own;
    }
    const { properties = {}, additionalProperties, items } = schema;
    return [
      ...own,
      ...Object.entries(properties).flatMap(([name, member]) => this.members(member, [...at, name])),
      ...(additionalProperties?.type || additionalProperties?.$ref
        ? this.members(additionalProperties, [...at, 'some-name'])
        : []),
      ...(items && type === 'array' ? this.members(items, [...at, 0]) : []),
    ];
  }
}

const TYPES = {
  object: value => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  string: value => typeof value === 'string',
  boolean: value => typeof value === 'boolean',
  integer: Number.isInteger,
  number: value => typeof value === 'number',
  null: value => value === null,
};

function wrongFor(schema, type) {
  const outside = [
    ...('minimum' in schema ? [schema.minimum - 1] : []),
    ...('maximum' in schema ? [schema.maximum + 1] : []),
    ...('maxLength' in schema ? ['x'.repeat(schema.maxLength + 1)] : []),
  ];
  if (schema.enum) {
    return ['nonsense', 7, {}, []];
  }
  switch (type) {
    case 'string':
      return [7, true, {}, [], ...outside];
    case 'integer':
      return ['text', 1.5, 1e300, {}, [], true, ...outside];
    case 'number':
      return ['text', {}, [], true, ...outside];
    case 'boolean':
      return ['yes', 1, {}, []];
    case 'array':
      return ['text', 7, {}];
    case 'object':
      return ['text', 7, [], true];
    default:
      return [];
  }
}

export const WRONG_QUERY = {
  integer: ['text', '-1', '1.5', '1e9', '99999999999999999999', '%00', '%E2%80%AE'],
  boolean: ['yes', '1', '%00'],
  'date-time': ['yesterday', '2026-13-45T00:00:00Z', '%FF', '%00', '%2B999999999-12-31T23:59:59Z'],
  string: ['%00'],
};

/** Text that databases, pages, logs and file systems trip over. */
export const STRANGE = [
  "'; DROP TABLE rooms; --",
  '\u0000',
  '\ud800',
  '\u202e\u0007\r\nSet-Cookie: a=b',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '${jndi:ldap://localhost/a} {{7*7}} %n%s',
  '9'.repeat(400),
  '😀'.repeat(20_000),
];

export const STRANGE_PATHS = [
  'ffffffffffffffffffffffff',
  '%00',
  '..%2f..%2fetc%2fpasswd',
  "';%20DROP%20TABLE%20rooms;--",
  '%F0%9F%98%80',
  '%FF%FE',
  '-1',
  'a'.repeat(1300),
];
