/** One compared case. */
export interface CaseResult {
  readonly id: string;
  readonly passed: boolean;
  /** What the file says, where it says something. */
  readonly wanted?: string;
  readonly got: string;
  /** Why something else than the file's word is wanted. */
  readonly note?: string;
}

/** What was given is not in the form that the suite reads: the field and what is wrong with it. */
export class FormatError extends Error {}

/** Reads JSON that the suites take apart. @throws FormatError */
export function parseVectors(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new FormatError(`${name} holds no JSON object`);
}

/** A list of objects with an `id` each; empty where the field is missing. @throws FormatError */
export function readCases(
  vectors: Readonly<Record<string, unknown>>,
  field: string,
): readonly { readonly id: string }[] {
  const list = vectors[field] ?? [];
  const isCase = (entry: unknown): boolean =>
    typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string';
  if (Array.isArray(list) && list.every(isCase)) return list as readonly { readonly id: string }[];
  throw new FormatError(`"${field}" is no list of objects with an "id"`);
}

/** One case: what it gives, compared with what is wanted. An error in between is what it gives. */
export async function judge(
  id: string,
  wanted: string,
  run: () => string | Promise<string>,
  note?: string,
): Promise<CaseResult> {
  let got: string;
  try {
    got = await run();
  } catch (error) {
    got = `error: ${error instanceof Error ? error.message : String(error)}`;
  }
  return { id, passed: got === wanted, wanted, got, ...(note === undefined ? {} : { note }) };
}
