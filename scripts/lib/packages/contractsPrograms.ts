/** Programs of users of the package of the contracts, for its check after installation. */

const NAME = '@sage-protocol/contracts';

/** Deploys a registry by its factory, registers an agent, reads it back, and puts a revert into words. Prints the address. */
export const ETHERS_PROGRAM = `
import { JsonRpcProvider } from 'ethers';
import { explainRevert, findRevertData } from '${NAME}/errors';
import { ERC8004IdentityRegistry__factory } from '${NAME}/ethers';
import type { ERC8004IdentityRegistry, SageRegistryV3 } from '${NAME}/ethers';

const assert = (condition: boolean, what: string): void => { if (!condition) throw new Error(what); };
const provider = new JsonRpcProvider(process.env['RPC_URL']);
const signer = await provider.getSigner(0);
const deployed = await new ERC8004IdentityRegistry__factory(signer).deploy();
const registry: ERC8004IdentityRegistry = await deployed.waitForDeployment();
await (await registry['register(string)']('https://agent.example/agent.json')).wait();
const address = await registry.getAddress();
const reader = ERC8004IdentityRegistry__factory.connect(address, provider);
const count: bigint = await reader.agentCount();
const uri: string = await reader.tokenURI(0);
assert(count === 1n && uri === 'https://agent.example/agent.json', 'the agent can be read back: ' + String(count) + uri);
const thrown: unknown = await reader.registerBatch.staticCall([]).catch((error: unknown) => error);
const data = findRevertData(thrown);
const explanation = data === undefined ? undefined : explainRevert(data);
assert(explanation?.name === 'IdentityBatchSize' && explanation.args['maximum'] === '50', 'the revert is explained');
assert(explanation?.wayOut === 'Split the list into batches of 1 to 50 entries.', 'with the way out');
export const didOf = (sage: SageRegistryV3): Promise<string> => sage.didOf(1);
// @ts-expect-error an agent is a number
export const wrong = (sage: SageRegistryV3): Promise<string> => sage.didOf(true);
// @ts-expect-error there is no such function
export const absent = (): unknown => reader.agentCounts;
console.log(address);
provider.destroy();
`;

/** Reads with viem what {@link ETHERS_PROGRAM} wrote, with types from the ABI alone. */
export const VIEM_PROGRAM = `
import { createPublicClient, http } from 'viem';
import type { Address } from 'viem';
import { erc8004IdentityRegistryAbi, iERC8004IdentityRegistryAbi } from '${NAME}/abi';
import { sageRegistryV3Abi } from '${NAME}/abi/SageRegistryV3';
import { UnknownDeploymentError, explainRevert, findRevertData, getAddress, listChainIds } from '${NAME}';

const assert = (condition: boolean, what: string): void => { if (!condition) throw new Error(what); };
const client = createPublicClient({ transport: http(process.env['RPC_URL']) });
const address = process.env['REGISTRY'] as Address;
const count: bigint = await client.readContract({ address, abi: iERC8004IdentityRegistryAbi, functionName: 'agentCount' });
const uri: string = await client.readContract({ address, abi: erc8004IdentityRegistryAbi, functionName: 'tokenURI', args: [0n] });
assert(count === 1n && uri === 'https://agent.example/agent.json', 'the agent can be read');
// A part of the ABI, by which viem alone does not know the error.
const part = erc8004IdentityRegistryAbi.filter((entry) => 'name' in entry && entry.name === 'registerBatch');
for (const abi of [erc8004IdentityRegistryAbi, part as unknown as typeof erc8004IdentityRegistryAbi]) {
  const call = client.simulateContract({ address, abi, functionName: 'registerBatch', args: [[]] });
  const data = findRevertData(await call.catch((error: unknown) => error));
  assert(data !== undefined && explainRevert(data)?.name === 'IdentityBatchSize', 'the revert is explained: ' + String(data));
}
export const didOf = (sage: Address): Promise<string> =>
  client.readContract({ address: sage, abi: sageRegistryV3Abi, functionName: 'didOf', args: [1n] });
export const stateOf = async (sage: Address): Promise<number> =>
  (await client.readContract({ address: sage, abi: sageRegistryV3Abi, functionName: 'getAgent', args: [1n] })).activeKeys;
// @ts-expect-error there is no such function
export const absent = (): unknown => client.readContract({ address, abi: erc8004IdentityRegistryAbi, functionName: 'agentCounts' });
// @ts-expect-error an agent is a number
export const wrong = (): unknown => client.readContract({ address, abi: erc8004IdentityRegistryAbi, functionName: 'tokenURI', args: ['0'] });
assert(!listChainIds().includes('31337'), 'no local chain is published');
try {
  getAddress(31337, 'sageRegistry');
  throw new Error('an address was made up');
} catch (error) {
  if (!(error instanceof UnknownDeploymentError)) throw error;
}
`;

/** Loads every path by \`require\`, as CommonJS does. */
export const COMMONJS_PROGRAM = `
const assert = (condition, what) => { if (!condition) throw new Error(what); };
for (const path of ['', '/abi', '/abi/SageRegistryV3', '/addresses', '/errors', '/ethers']) {
  assert(Object.keys(require('${NAME}' + path)).length > 0, path + ' exports nothing');
}
const { explainRevert } = require('${NAME}/errors');
assert(explainRevert('0x30116425').name === 'DeploymentFailed', 'a revert is explained');
assert(require('${NAME}').sageRegistryV3Abi === require('${NAME}/abi/SageRegistryV3').sageRegistryV3Abi, 'one library, not two');
assert(require('${NAME}/ethers').SageRegistryV3__factory.bytecode.length > 10000, 'the factory has code');
`;

/** Types of the paths for a CommonJS user. */
export const COMMONJS_TYPES = `
import contracts = require('${NAME}');
import bindings = require('${NAME}/ethers');
export const address: (chainId: number, part: 'timelock') => string = contracts.getAddress;
export const connect = (at: string): bindings.SageTimelock => bindings.SageTimelock__factory.connect(at);
// @ts-expect-error no such part
contracts.getAddress(1, 'treasury');
`;

/** A contract that uses an interface of the package, by the path that a user writes. */
export const SOLIDITY_READER = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004IdentityRegistry} from "${NAME}/interfaces/IERC8004IdentityRegistry.sol";

contract Reader {
    function count(IERC8004IdentityRegistry registry) external view returns (uint256) {
        return registry.agentCount();
    }
}
`;

/** A forge test that deploys a registry from the sources of the package. It needs no other library. */
export const SOLIDITY_TEST = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004IdentityRegistry} from "${NAME}/ERC8004IdentityRegistry.sol";
import {IERC8004IdentityRegistry} from "${NAME}/interfaces/IERC8004IdentityRegistry.sol";
import {Reader} from "../src/Reader.sol";

contract ReaderTest {
    function test_countsAgents() external {
        ERC8004IdentityRegistry registry = new ERC8004IdentityRegistry();
        registry.registerFor(address(0xa1), "https://agent.example/agent.json");
        require(new Reader().count(IERC8004IdentityRegistry(address(registry))) == 1, "one agent");
    }
}
`;

/** foundry.toml, with the compiler of this repository: forge would fetch one otherwise. */
export function foundryConfig(solc: string): string {
  return `[profile.default]
src = "src"
test = "test"
libs = ["node_modules"]
auto_detect_remappings = false
remappings = [
  "@sage-protocol/contracts/=node_modules/@sage-protocol/contracts/",
  "@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/",
  "solady/=node_modules/solady/",
]
solc = "${solc}"
evm_version = "cancun"
optimizer = true
offline = true
`;
}

/** hardhat.config.js, with the compiler of this repository: Hardhat would fetch one otherwise. */
export function hardhatConfig(soljson: string): string {
  const settings = { evmVersion: 'cancun', optimizer: { enabled: true, runs: 200 } };
  const compiler = { version: '0.8.36', path: soljson, settings };
  return `import { defineConfig } from 'hardhat/config';
export default defineConfig(${JSON.stringify({ solidity: { compilers: [compiler] }, paths: { sources: 'src' } })});
`;
}
