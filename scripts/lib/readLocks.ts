import { id } from 'ethers';
import { analyseSources } from './analyseSources.ts';
import { readDeployable } from './artifacts.ts';

/** What can't change without breaking what is deployed or signed. */
export interface Locks {
  /** By contract: a line for each variable and each field of its structs, `slot+offset name: type`. */
  readonly storage: Readonly<Record<string, readonly string[]>>;
  /** By constant: what is hashed, and the hash. */
  readonly typeHashes: Readonly<Record<string, { readonly type: string; readonly hash: string }>>;
}

interface StorageItem {
  readonly label: string;
  readonly slot: string;
  readonly offset: number;
  readonly type: string;
}

interface StorageLayout {
  readonly storage: readonly StorageItem[];
  readonly types: Readonly<Record<string, StorageType>> | null;
}

interface StorageType {
  readonly label: string;
  readonly members?: readonly StorageItem[];
  readonly base?: string;
  readonly value?: string;
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage?: string }[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, { readonly storageLayout: StorageLayout }>>>>;
  readonly sources?: Readonly<Record<string, { readonly ast: unknown }>>;
}

/** Has solc analyse every contract that is deployed; no code is generated, so it takes seconds. */
export async function readLocks(): Promise<Locks> {
  // Libraries live in their callers' code and have no storage.
  const deployable = readDeployable().filter(({ abi }) => abi.some(({ type }) => type === 'function'));
  const output = await analyse(deployable.map(({ sourceName }) => sourceName));
  const storage = deployable.map(({ sourceName, contractName }) => {
    const layout = output.contracts?.[sourceName]?.[contractName]?.storageLayout;
    if (layout === undefined) throw new Error(`solc gave no storage layout of ${contractName}`);
    return [contractName, renderLayout(layout)] as const;
  });
  const own = Object.entries(output.sources ?? {}).filter(([file]) => file.startsWith('contracts/'));
  const hashes = own.flatMap(([, { ast }]) => findTypeHashes(ast));
  return {
    storage: Object.fromEntries(storage),
    typeHashes: Object.fromEntries(hashes.sort(([a], [b]) => a.localeCompare(b, 'en'))),
  };
}

async function analyse(files: readonly string[]): Promise<SolcOutput> {
  const output = (await analyseSources(files, { '*': ['storageLayout'], '': ['ast'] })) as SolcOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage ?? '').join('\n'));
  return output;
}

/** The numbers that solc puts into the names of types change with every file, so structs are told by their fields. */
function renderLayout({ storage, types }: StorageLayout): string[] {
  const known = types ?? {};
  return storage.flatMap((item) => [
    line(item, known),
    ...structsIn(item.type, known).flatMap(({ label, members = [] }) =>
      members.map((member) => `  ${label}: ${line(member, known)}`),
    ),
  ]);
}

function line({ slot, offset, label, type }: StorageItem, types: Readonly<Record<string, StorageType>>): string {
  return `${slot}+${offset} ${label}: ${types[type]?.label ?? type}`;
}

/** Every struct that a type leads to, each once. */
function structsIn(
  type: string,
  types: Readonly<Record<string, StorageType>>,
  seen = new Set<string>(),
): StorageType[] {
  const known = types[type];
  if (known === undefined || seen.has(type)) return [];
  seen.add(type);
  const inner = [known.base, known.value, ...(known.members ?? []).map((member) => member.type)];
  const deeper = inner.flatMap((next) => (next === undefined ? [] : structsIn(next, types, seen)));
  return known.members === undefined ? deeper : [known, ...deeper];
}

type Node = Readonly<Record<string, unknown>>;

/** Constants called `…_TYPEHASH`, by their contract: EIP-712, section "Definition of hashStruct", and the tags of our own digests. */
function findTypeHashes(ast: unknown): [string, { type: string; hash: string }][] {
  return contractsIn(ast).flatMap(({ name, nodes }) =>
    (nodes as Node[])
      .filter((node) => node['nodeType'] === 'VariableDeclaration' && String(node['name']).endsWith('_TYPEHASH'))
      .map((node): [string, { type: string; hash: string }] => {
        const where = `${String(name)}.${String(node['name'])}`;
        const type = hashedText(node['value'] as Node | undefined);
        if (type === undefined) throw new Error(`${where} is not the keccak256 of a text`);
        return [where, { type, hash: id(type) }];
      }),
  );
}

function contractsIn(ast: unknown): Node[] {
  return ((ast as Node)['nodes'] as Node[]).filter((node) => node['nodeType'] === 'ContractDefinition');
}

function hashedText(call: Node | undefined): string | undefined {
  const name = (call?.['expression'] as Node | undefined)?.['name'];
  const [argument] = (call?.['arguments'] as Node[] | undefined) ?? [];
  const text = argument?.['value'];
  return name === 'keccak256' && argument?.['kind'] === 'string' && typeof text === 'string' ? text : undefined;
}
