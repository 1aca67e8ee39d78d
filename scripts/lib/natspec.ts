/** solc's ABI and documentation of one contract; only the fields that are read here. */
export interface ContractDocs {
  abi: { type: string; name?: string; inputs?: AbiParameter[] }[];
  userdoc: { methods?: Record<string, Notice>; events?: Record<string, Notice>; errors?: Record<string, Notice[]> };
  devdoc: { methods?: Record<string, Details>; events?: Record<string, Details>; errors?: Record<string, Details[]> };
}

interface AbiParameter {
  type: string;
  components?: AbiParameter[];
}

interface Notice {
  notice?: string;
}

interface Details {
  details?: string;
}

const KINDS = [
  ['function', 'methods'],
  ['event', 'events'],
  ['error', 'errors'],
] as const;

/** The signatures of what a contract offers without a word of documentation, its own or inherited. */
export function findUndocumented({ abi, userdoc, devdoc }: ContractDocs): string[] {
  return KINDS.flatMap(([type, section]) =>
    abi
      .filter((item) => item.type === type)
      .map((item) => `${item.name ?? ''}(${(item.inputs ?? []).map(canonicalType).join(',')})`)
      .filter((signature) => {
        const notices = [userdoc[section]?.[signature] ?? []].flat();
        const details = [devdoc[section]?.[signature] ?? []].flat();
        return !notices.some(({ notice }) => notice) && !details.some((entry) => entry.details);
      }),
  );
}

function canonicalType({ type, components }: AbiParameter): string {
  if (components === undefined) return type;
  return `(${components.map(canonicalType).join(',')})${type.slice('tuple'.length)}`;
}
