import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDeployable } from '../artifacts.ts';
import type { Artifact } from '../artifacts.ts';
import { ARTIFACTS, readJson } from '../paths.ts';

/** An argument, as the source declares it. */
export interface DeclaredInput {
  readonly name: string;
  /** Names of the values of an enum, from 0. */
  readonly members?: readonly string[];
}

/** An error, as a source declares it. */
export interface ErrorDefinition {
  /** Number in the syntax tree of its build. */
  readonly id: number;
  readonly name: string;
  /** Without `0x`. */
  readonly selector: string;
  readonly inputs: readonly DeclaredInput[];
  readonly source: string;
  /** NatSpec, without the comment marks. */
  readonly documentation?: string;
}

/** A contract that can be deployed, with what its build knows about errors. */
export interface ErrorContract extends Pick<Artifact, 'contractName' | 'bytecode'> {
  readonly abi: readonly AbiEntry[];
  /** Every error of the sources that it was built with. */
  readonly definitions: readonly ErrorDefinition[];
  /** Numbers of the errors that it uses or declares. */
  readonly used: ReadonlySet<number>;
}

export interface AbiEntry {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly { readonly name: string; readonly type: string }[];
}

interface Node {
  readonly nodeType?: string;
  readonly [field: string]: unknown;
}

interface Build {
  readonly definitions: readonly ErrorDefinition[];
  /** By the name of the source and that of the contract. */
  readonly used: ReadonlyMap<string, ReadonlySet<number>>;
}

/**
 * Reads the contracts of the suite that can be called, with all errors that their builds know.
 *
 * @throws Error when nothing was built.
 */
export function readErrorContracts(): ErrorContract[] {
  const builds = new Map<string, Build>();
  return readDeployable()
    .filter(({ abi }) => abi.some(({ type }) => type === 'function'))
    .map(({ contractName, bytecode, abi, inputSourceName, buildInfoId }) => {
      const build = builds.get(buildInfoId) ?? readBuild(buildInfoId);
      builds.set(buildInfoId, build);
      const used = build.used.get(`${inputSourceName}:${contractName}`);
      if (used === undefined) throw new Error(`the build ${buildInfoId} does not have ${contractName}; npm run build`);
      return { contractName, bytecode, abi, definitions: build.definitions, used };
    });
}

function readBuild(id: string): Build {
  const path = join(ARTIFACTS, 'build-info', `${id}.output.json`);
  if (!existsSync(path)) throw new Error(`the artifacts lack ${path}; build first: npm run build`);
  const { output } = readJson(path) as { output: { sources: Record<string, { ast: Node }> } };
  const nodes = Object.entries(output.sources).flatMap(([source, { ast }]) =>
    descend(ast).map((node) => ({ source, node })),
  );
  const enums = new Map(
    nodes
      .filter(({ node }) => node.nodeType === 'EnumDefinition')
      .map(({ node }) => [node['id'], (node['members'] as readonly { name: string }[]).map(({ name }) => name)]),
  );
  const definitions = nodes
    .filter(({ node }) => node.nodeType === 'ErrorDefinition')
    .map(({ source, node }) => toDefinition(source, node, enums));
  const contracts = nodes.filter(({ node }) => node.nodeType === 'ContractDefinition');
  return {
    definitions,
    used: new Map(
      contracts.map(({ source, node }) => [
        `${source}:${String(node['name'])}`,
        new Set(node['usedErrors'] as readonly number[]),
      ]),
    ),
  };
}

/** The nodes of a syntax tree that declare something, down to contracts and their members; bodies are left out. */
function descend(node: Node): Node[] {
  const children = (node['nodes'] ?? []) as readonly Node[];
  return [node, ...children.flatMap(descend)];
}

function toDefinition(source: string, node: Node, enums: ReadonlyMap<unknown, readonly string[]>): ErrorDefinition {
  const { id, name, errorSelector, parameters, documentation } = node as unknown as {
    id: number;
    name: string;
    errorSelector: string;
    parameters: { parameters: readonly { name: string; typeName: { referencedDeclaration?: number } }[] };
    documentation?: { text: string };
  };
  const inputs = parameters.parameters.map((parameter) => {
    const members = enums.get(parameter.typeName.referencedDeclaration);
    return members === undefined ? { name: parameter.name } : { name: parameter.name, members };
  });
  const place = source.replace(/^project\//, '').replace(/^npm\/((?:@[^/]+\/)?[^/@]+)@[^/]+\//, '$1/');
  const text = documentation?.text;
  return {
    id,
    name,
    selector: errorSelector,
    inputs,
    source: place,
    ...(text === undefined ? {} : { documentation: text }),
  };
}
