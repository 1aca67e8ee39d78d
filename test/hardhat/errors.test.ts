// What reverts mean: the table of errors is complete, and every error of it is explained with its values.
import { expect } from 'chai';
import { AbiCoder, BrowserProvider, Contract, ContractFactory, Interface, concat, getAddress, id } from 'ethers';
import type { InterfaceAbi, ParamType } from 'ethers';
import fc from 'fast-check';
import hre from 'hardhat';
import { describe, it } from 'mocha';
import { readArtifact } from '../../scripts/lib/artifacts.ts';
import { joinErrors } from '../../scripts/lib/errors/joinErrors.ts';
import type { WayOuts } from '../../scripts/lib/errors/joinErrors.ts';
import { parseNatSpec } from '../../scripts/lib/errors/parseNatSpec.ts';
import { readErrorContracts } from '../../scripts/lib/errors/readErrorSources.ts';
import type { ErrorContract, ErrorDefinition } from '../../scripts/lib/errors/readErrorSources.ts';
import { renderErrorsPage } from '../../scripts/lib/errors/renderErrors.ts';
import { PANIC_CODES } from '../../tasks/lib/errors/builtInErrors.ts';
import { ERROR_TABLE } from '../../tasks/lib/errors/errorTable.ts';
import { explainRevert, findRevertData } from '../../tasks/lib/errors/explainRevert.ts';
import type { Explanation, Hex } from '../../tasks/lib/errors/explainRevert.ts';
import wayOuts from '../../tasks/lib/errors/wayOuts.json' with { type: 'json' };

const RUNS = 25;
const SEED = 20_260_601;
const WORD = `0x${'12'.repeat(32)}`;
const ALICE = getAddress(`0x${'a1'.repeat(20)}`);
const BOB = getAddress(`0x${'b0'.repeat(20)}`);

interface NamedError {
  readonly contract: string;
  readonly abi: Interface;
  readonly name: string;
  readonly inputs: readonly ParamType[];
}

function allErrors(): NamedError[] {
  return readErrorContracts().flatMap(({ contractName, abi }) => {
    const parsed = new Interface(abi);
    const errors: NamedError[] = [];
    parsed.forEachError(({ name, inputs }) => errors.push({ contract: contractName, abi: parsed, name, inputs }));
    return errors;
  });
}

/** A value of a type, and the text that an explanation gives for it. */
function anyValue(type: string): fc.Arbitrary<string> {
  if (type === 'string') return fc.string({ unit: 'binary', maxLength: 300 });
  if (type === 'address')
    return fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => getAddress(toHex(bytes)));
  if (type === 'bytes') return fc.uint8Array({ maxLength: 100 }).map(toHex);
  const [, size] = /^bytes(\d+)$/.exec(type) ?? [];
  if (size !== undefined) return fc.uint8Array({ minLength: Number(size), maxLength: Number(size) }).map(toHex);
  const [, sign, bits] = /^(u?)int(\d+)$/.exec(type) ?? [];
  if (bits === undefined) throw new Error(`no values of type ${type}`);
  const [most, least] =
    sign === 'u' ? [(1n << BigInt(bits)) - 1n, 0n] : [(1n << (BigInt(bits) - 1n)) - 1n, -(1n << (BigInt(bits) - 1n))];
  return fc.bigInt({ min: least, max: most }).map(String);
}

function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

function explained(data: string): Explanation {
  const explanation = explainRevert(data as Hex);
  if (explanation === undefined) throw new Error(`${data} is not explained`);
  return explanation;
}

const interfaces = new Map<string, Interface>();

function errorData(contract: string, name: string, values: readonly unknown[]): string {
  const abi = interfaces.get(contract) ?? new Interface(readArtifact(contract).abi);
  interfaces.set(contract, abi);
  return abi.encodeErrorResult(name, values);
}

describe('reverts in words', () => {
  it('every error of every contract is explained, with any values', () => {
    const errors = allErrors();
    expect(errors.length).to.be.greaterThan(ERROR_TABLE.length);
    for (const { contract, abi, name, inputs } of errors) {
      const values = fc.tuple(...inputs.map(({ type }) => anyValue(type)));
      const check = (given: readonly string[]): void => {
        const { args, sentence, wayOut, ...rest } = explained(abi.encodeErrorResult(name, given));
        const fragment = abi.getError(name);
        expect(rest, contract).to.deep.include({ name, signature: fragment?.format(), selector: fragment?.selector });
        expect(args).to.deep.equal(Object.fromEntries(inputs.map((input, index) => [input.name, given[index]])));
        for (const text of [sentence, wayOut]) {
          expect(text, name)
            .to.match(/^[^\p{Cc}\u2028\u2029\u202a-\u202e]{10,}$/u)
            .and.not.match(/\{\w+\}/);
        }
      };
      fc.assert(fc.property(values, check), { numRuns: inputs.length === 0 ? 1 : RUNS, seed: SEED });
    }
  });

  it('no argument is left out of a sentence', () => {
    for (const { abi, name, inputs } of allErrors()) {
      // Each a value of its own, and none that is shown as something else.
      const given = inputs.map(({ type }, index) => sampleOf(type, 201 + index));
      const { sentence } = explained(abi.encodeErrorResult(name, given));
      inputs.forEach((input, index) => expect(sentence, `${name}.${input.name}`).to.contain(given[index]));
    }
  });

  it('the table says who reverts with an error, and names no other contract', () => {
    const users = new Map<string, string[]>();
    for (const { contract, abi, name } of allErrors()) {
      const selector = abi.getError(name)?.selector ?? '';
      users.set(selector, [...(users.get(selector) ?? []), contract]);
    }
    for (const { selector, contracts, signature } of ERROR_TABLE) {
      expect(id(signature).slice(0, 10)).to.equal(selector);
      if (signature === 'DeploymentFailed()') expect(contracts).to.deep.equal(['ERC8004IdentityRegistry']);
      else expect(contracts, signature).to.deep.equal(users.get(selector)?.sort());
    }
  });

  it('units: times, durations, ether, enums, roles and states are told as such', () => {
    const sentence = (contract: string, name: string, values: readonly unknown[]): string =>
      explained(errorData(contract, name, values)).sentence;
    expect(sentence('SageRegistryV3', 'SageRevealTooEarly', [WORD, 17])).to.equal(
      `Wait for another 17 seconds (commitment: ${WORD}).`,
    );
    expect(sentence('SageRegistryV3', 'SageRevealTooEarly', [WORD, 1])).to.contain('another 1 second (');
    expect(sentence('SageRegistryV3', 'SageCommitmentOpen', [WORD, 1_796_000_000])).to.contain(
      'until 2026-11-30T00:53:20Z (1796000000) it',
    );
    expect(sentence('StakedValidation', 'StakedWrongStake', [1, 10n ** 17n])).to.equal(
      'Send exactly the stake, see `requiredStake` (sent: 0.000000000000000001 ether (1 wei), stake: 0.1 ether (100000000000000000 wei)).',
    );
    expect(sentence('StakedValidation', 'StakedNotOpen', [WORD, 4])).to.contain('status: Expired)');
    const round = explained(errorData('StakedValidation', 'StakedWrongRound', [WORD, 1, 2]));
    expect(round.sentence).to.match(/^The commitment is for round 1, and 2 is open: /);
    expect(round.wayOut).to.match(/^Make a commitment for round 2, /);
    expect(sentence('SageTimelock', 'AccessControlUnauthorizedAccount', [ALICE, id('PROPOSER_ROLE')])).to.equal(
      `${ALICE} lacks the role PROPOSER_ROLE.`,
    );
    const states = `0x${'0'.repeat(63)}6`;
    expect(sentence('SageTimelock', 'TimelockUnexpectedOperationState', [WORD, states])).to.contain(
      ': Waiting or Ready.',
    );
  });

  it('the reason of an inner call is explained too, first its way out', () => {
    const inner = errorData('RegistrationRateHook', 'RateHookCoolDown', [ALICE, 60]);
    const outer = explained(errorData('SageRegistryV3', 'SageRegistrationRefused', [BOB, inner]));
    expect(outer.inner?.name).to.equal('RateHookCoolDown');
    expect(outer.inner?.args).to.deep.equal({ account: ALICE, wait: '60' });
    expect(outer.sentence).to.match(/refused the registration.* The reason is RateHookCoolDown: .* in 60 seconds/);
    expect(outer.wayOut).to.match(/^Register again after 60 seconds\. See what the hook at 0xb0b0/i);
    const failed = (reason: string): Explanation =>
      explained(errorData('SimpleMultiSig', 'MultiSigCallFailed', [1, BOB, reason]));
    expect(failed('0x').sentence).to.match(/^Call 1 of the transaction, to 0xb0b0.* No reason was given\.$/i);
    expect(failed('0x12345678').sentence).to.match(/The reason could not be told: 0x12345678\.$/);
    expect(failed('0x12345678')).not.to.have.property('inner');
  });

  it('reasons inside of reasons end somewhere', () => {
    let data = '0x';
    for (let level = 0; level < 200; level++)
      data = errorData('SimpleMultiSig', 'MultiSigCallFailed', [level, BOB, data]);
    let levels = 0;
    for (let next: Explanation | undefined = explained(data); next !== undefined; next = next.inner) levels++;
    expect(levels).to.equal(5);
    expect(explained(data).sentence.length).to.be.lessThan(2_000);
  });

  it('a reason that was cut is named without values', () => {
    const text = errorData('SageRegistryV3', 'SageDidTaken', ['did:sage:base:abc', 7]);
    const cut = explained(text.slice(0, -64));
    expect(cut).to.deep.include({ name: 'SageDidTaken', args: {} });
    expect(cut.sentence).to.equal(
      "The DID belongs to an agent, for ever. (The values can't be read: the data is cut.)",
    );
    const count = explained(`${id('IdentityBatchSize(uint256,uint256)').slice(0, 10)}00`);
    expect(count.wayOut).to.equal('Split the list into batches of 1 to `maximum` entries.');
  });

  it('errors of the language are explained, every code of Panic', () => {
    const coder = AbiCoder.defaultAbiCoder();
    const error = explained(concat(['0x08c379a0', coder.encode(['string'], ['no\u001b[2J way'])]));
    expect(error).to.deep.include({ name: 'Error', args: { message: 'no\u001b[2J way' } });
    expect(error.sentence).to.equal('A contract refused the call with the message "no\ufffd[2J way".');
    for (const [code, meaning] of Object.entries(PANIC_CODES)) {
      const panic = explained(concat(['0x4e487b71', coder.encode(['uint256'], [code])]));
      expect(panic.sentence).to.equal(`A check that the compiler put in failed: code ${code}, ${meaning}.`);
    }
    expect(explained(concat(['0x4e487b71', coder.encode(['uint256'], [2])])).sentence).to.contain(
      '2, none that Solidity',
    );
  });

  it('what nobody of the suite says stays unexplained', () => {
    for (const data of ['0x', '0x1234', '0x12345678', '0xE450D38C'] as const)
      expect(explainRevert(data), data).to.equal(undefined);
    expect(explainRevert('0xFD36FDE3')?.name).to.equal(explainRevert('0xfd36fde3')?.name);
  });
});

describe('finding the data of a revert', () => {
  it('in what ethers throws over Hardhat and over a bare endpoint, for calls, estimates and transactions', async () => {
    const connection = await hre.network.create();
    try {
      const { abi, bytecode } = readArtifact('ERC8004IdentityRegistry');
      const [signer] = await connection.ethers.getSigners();
      const deployed = await new ContractFactory(abi, bytecode, signer).deploy();
      await deployed.waitForDeployment();
      const address = await deployed.getAddress();
      const bare = await new BrowserProvider(connection.provider).getSigner();
      for (const runner of [signer, bare]) {
        const register = new Contract(address, abi as InterfaceAbi, runner).getFunction('registerBatch');
        for (const act of [
          () => register.staticCall([]) as Promise<unknown>,
          () => register.estimateGas([]),
          () => register([]) as Promise<unknown>,
        ]) {
          const data = findRevertData(await act().catch((error: unknown) => error));
          expect(data).to.equal(errorData('ERC8004IdentityRegistry', 'IdentityBatchSize', [0, 50]));
        }
      }
    } finally {
      await connection.close();
    }
  });

  it('in the shapes of viem and of endpoints that put it deeper', () => {
    const data = '0x12345678AB';
    for (const thrown of [
      {
        name: 'ContractFunctionExecutionError',
        cause: { name: 'ContractFunctionRevertedError', raw: data, data: { args: [] } },
      },
      { name: 'CallExecutionError', cause: { name: 'ExecutionRevertedError', cause: { code: 3, data } } },
      { name: 'CallExecutionError', cause: { name: 'RawContractError', data: { data } } },
      { code: -32_015, message: 'VM execution error.', data: { data } },
      // The outer error knows no more than that there was a revert.
      new Error('outer', { cause: { data: '0x', cause: { data } } }),
    ]) {
      expect(findRevertData(thrown), JSON.stringify(thrown)).to.equal('0x12345678ab');
    }
    expect(findRevertData({ code: 'CALL_EXCEPTION', data: '0x' })).to.equal('0x');
  });

  it('nowhere else: what was sent is not what came back', () => {
    for (const thrown of [
      undefined,
      null,
      '0x12345678',
      new Error('0x12345678'),
      { data: null },
      { data: '0x123' },
      { data: 'Reverted' },
      { transaction: { data: '0x12345678' } },
      { code: 'CALL_EXCEPTION', data: null, transaction: { data: '0x12345678' }, receipt: { status: 0 } },
      { request: { body: { params: [{ data: '0x12345678' }] } } },
    ]) {
      expect(findRevertData(thrown), JSON.stringify(thrown)).to.equal(undefined);
    }
  });
});

describe('the table of errors', () => {
  const contracts = readErrorContracts();
  const problemsOf = (changed: readonly ErrorContract[], written: WayOuts): string[] =>
    joinErrors(changed, written).problems;

  it('lacks nothing and has nothing over', () => {
    expect(problemsOf(contracts, wayOuts)).to.deep.equal([]);
  });

  it('an error without a way out, and a way out without an error, are named', () => {
    const { SageDidTaken: _taken, ...fewer } = wayOuts;
    expect(problemsOf(contracts, fewer)).to.deep.equal([
      'SageDidTaken has no way out: write it into tasks/lib/errors/wayOuts.json',
    ]);
    expect(problemsOf(contracts, { ...wayOuts, SageGone: 'Try.' })).to.deep.equal([
      'no contract reverts with SageGone: take it out of tasks/lib/errors/wayOuts.json',
    ]);
    expect(problemsOf(contracts, { ...wayOuts, SageDidTaken: 'Ask {owner}.' })).to.deep.equal([
      'SageDidTaken has no argument owner for its way out',
    ]);
  });

  it('an error without NatSpec needs a meaning', () => {
    const made = contractWith({ name: 'Bare', documentation: '' });
    expect(problemsOf([made], { Bare: 'Stop.' })).to.deep.equal([
      'Bare has no NatSpec: write its meaning into tasks/lib/errors/wayOuts.json',
    ]);
    expect(joinErrors([made], { Bare: { meaning: 'It is bare.', wayOut: 'Stop.' } })).to.deep.include({ problems: [] });
  });

  it('errors that share a selector, or differ in arguments only, are named', () => {
    const one = contractWith({ name: 'One' });
    const two = contractWith({ name: 'Two' });
    expect(problemsOf([one, two], { One: 'a', Two: 'b' })).to.deep.equal([
      'One() and Two() share the selector 0xaabbccdd: rename one',
    ]);
    const wide = contractWith({ name: 'One', selector: 'aabbccde', inputs: [{ name: 'x' }] }, [
      { name: 'x', type: 'uint8' },
    ]);
    expect(problemsOf([one, wide], { One: 'a' })).to.deep.equal([
      'One() and One(uint8) share the name One: rename one',
    ]);
    const renamed = contractWith({ name: 'One', selector: 'aabbccde', inputs: [{ name: 'y' }] }, [
      { name: 'y', type: 'uint8' },
    ]);
    expect(problemsOf([wide, renamed], { One: 'a' })).to.deep.equal([
      'One(uint8) has other arguments in Made.sol: give it another name',
    ]);
  });

  it('where contracts mean different things by one error, each meaning is told with its contract', () => {
    const other = { ...contractWith({ name: 'One', documentation: '@notice Other.' }), contractName: 'Other' };
    const { rows, problems } = joinErrors([contractWith({ name: 'One' }), other], { One: 'a' });
    expect(problems).to.deep.equal([]);
    expect(rows[0]).to.deep.include({ contracts: ['Made', 'Other'], meaning: 'Made: Made up. Other: Other.' });
  });

  it('an error that only assembly reverts with is found by its selector in the code', () => {
    const hidden = { ...contractWith({ name: 'Hidden' }), abi: [] };
    expect(joinErrors([hidden], {}).rows).to.deep.equal([]);
    const pushed = { ...hidden, bytecode: '0x5f63aabbccdd5f52' };
    expect(joinErrors([pushed], { Hidden: 'a' }).rows).to.have.length(1);
    const definitions = hidden.definitions.map((definition) => ({ ...definition, inputs: [{ name: 'x' }] }));
    expect(() => joinErrors([{ ...pushed, definitions }], {})).to.throw(
      'Made reverts with Hidden of Made.sol in assembly',
    );
  });

  it('NatSpec: the notice, else the developer text, and the arguments', () => {
    expect(parseNatSpec(' @notice A b\n  c.\n @dev No.\n @param x The x\n of it.')).to.deep.equal({
      meaning: 'A b c.',
      parameters: { x: 'The x of it.' },
    });
    expect(parseNatSpec(' @dev Mail a@b.c.')).to.deep.equal({ meaning: 'Mail a@b.c.', parameters: {} });
    expect(parseNatSpec('')).to.deep.equal({ meaning: '', parameters: {} });
  });

  it('the document has a row for each error, and pipes do not break it', () => {
    const { rows } = joinErrors(contracts, wayOuts);
    const page = renderErrorsPage(rows);
    for (const { name, selector } of ERROR_TABLE) expect(page, name).to.contain(`| \`${selector}\` |`);
    const [row] = rows;
    if (row === undefined) throw new Error('no rows');
    expect(renderErrorsPage([{ ...row, wayOut: 'a|b' }])).to.contain('| a\\|b |');
  });
});

/** A contract with one error, `Made.sol` its source. */
function contractWith(
  definition: Partial<ErrorDefinition> & { readonly name: string },
  inputs: readonly { name: string; type: string }[] = [],
): ErrorContract {
  const full = {
    id: 1,
    selector: 'aabbccdd',
    inputs: [],
    source: 'Made.sol',
    documentation: '@notice Made up.',
    ...definition,
  };
  return {
    contractName: 'Made',
    bytecode: '0x',
    abi: [{ type: 'error', name: definition.name, inputs }],
    definitions: [full],
    used: new Set([1]),
  };
}

function sampleOf(type: string, number: number): string {
  if (type === 'string') return `text ${number}`;
  if (type === 'address') return getAddress(`0x${number.toString(16).repeat(20)}`);
  // Longer than what any contract says: no known reason.
  if (type === 'bytes') return `0x${number.toString(16).repeat(8)}`;
  const [, size] = /^bytes(\d+)$/.exec(type) ?? [];
  return size === undefined ? String(number) : `0x${number.toString(16).repeat(Number(size))}`;
}
