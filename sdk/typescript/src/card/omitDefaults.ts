/** Which members of a protobuf message JSON leaves out at their default, and which of its members are messages. */
export interface MessageShape {
  /** Members without presence: neither REQUIRED nor `optional`. */
  readonly plain?: readonly string[];
  readonly one?: Readonly<Record<string, MessageShape>>;
  readonly list?: Readonly<Record<string, MessageShape>>;
  readonly map?: Readonly<Record<string, MessageShape>>;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDefault(value: unknown): boolean {
  if (value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

function inside(shape: MessageShape, name: string, value: unknown): unknown {
  const of = (shapes: Readonly<Record<string, MessageShape>> | undefined): MessageShape | undefined =>
    shapes && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  const one = of(shape.one);
  if (one) return omitDefaults(value, one);
  const list = of(shape.list);
  if (list && Array.isArray(value)) return value.map((entry) => omitDefaults(entry, list));
  const map = of(shape.map);
  if (!map || !isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, omitDefaults(entry, map)]));
}

/**
 * Leaves out the members of a message that hold their default and have no presence (A2A 1.0, section 8.4.1, rule 1), and
 * so in the messages inside. Members that the shape doesn't know stay as they are.
 *
 * @param value A message in JSON; anything else comes back as it is.
 * @param shape What the message is.
 */
export function omitDefaults(value: unknown, shape: MessageShape): unknown {
  if (!isFields(value)) return value;
  const kept = Object.entries(value)
    .map(([name, member]) => [name, inside(shape, name, member)] as const)
    .filter(([name, member]) => !(shape.plain?.includes(name) === true && isDefault(member)));
  return Object.fromEntries(kept);
}
