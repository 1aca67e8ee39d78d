import { SigningKey, TypedDataEncoder, computeAddress, id, type Signature, type TypedDataDomain } from 'ethers';
import { must } from './must.ts';
import type { WalletConsent } from './operations.ts';
import type { AccountCode } from './model.ts';
import type { Surroundings } from './views.ts';

const KEY_ACCOUNTS = 12;
const WALLET_TYPES = {
  AgentWalletSet: [
    { name: 'agentId', type: 'uint256' },
    { name: 'newWallet', type: 'address' },
    { name: 'owner', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
};
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** How a wallet signature is spoilt. */
export type SignatureForm = 'good' | 'other chain' | 'other registry' | 'high s' | 'compact' | 'cut' | 'empty';

/** Runtime code that answers any call with the selector it was called with: consent to ERC-721 and ERC-1271 callbacks. */
export const ECHO_CODE = '0x60003560e01c60e01b60005260206000f3';
/** Account with `ECHO_CODE`. */
export const ECHO_ACCOUNT = '0x00000000000000000000000000000000000ec400';

/** The accounts that act, and their signatures. */
export class Cast {
  /** Twelve accounts with keys; the last of them has delegated to `ECHO_CODE` (EIP-7702). */
  readonly keyHolders: readonly string[];
  /** Those and one contract. */
  readonly actors: readonly string[];
  readonly codes: ReadonlyMap<string, AccountCode>;
  /** Contracts that are no receivers: the registries themselves. */
  readonly rejecting: readonly string[];
  /** Those of them that may send transactions: it would upset the identity registry's nonce, which no contract's is. */
  readonly rejectingSenders: readonly string[];
  readonly #keys = new Map<string, SigningKey>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    for (let i = 0; i < KEY_ACCOUNTS; ++i) {
      const key = new SigningKey(id(`SAGE differential test, account ${i}`));
      this.#keys.set(computeAddress(key).toLowerCase(), key);
    }
    this.keyHolders = [...this.#keys.keys()];
    this.actors = [...this.keyHolders, ECHO_ACCOUNT];
    const { identity, reputation, validation } = surroundings.addresses;
    this.rejecting = [identity, reputation, validation];
    this.rejectingSenders = [reputation, validation];
    this.codes = new Map<string, AccountCode>([
      [ECHO_ACCOUNT, 'accepting'],
      [this.delegated, 'accepting'],
      ...this.rejecting.map((address): [string, AccountCode] => [address, 'rejecting']),
    ]);
  }

  get delegated(): string {
    return must(this.keyHolders[KEY_ACCOUNTS - 1]);
  }

  /** Signs a change of wallet with the key of `consent.signer`. */
  sign(consent: Omit<WalletConsent, 'wellFormed'>, form: SignatureForm): { consent: WalletConsent; signature: string } {
    const key = this.#keys.get(consent.signer);
    if (key === undefined) throw new Error(`no key for ${consent.signer}`);
    const { chainId, addresses } = this.#surroundings;
    const domain: TypedDataDomain = {
      name: 'ERC8004IdentityRegistry',
      version: '1',
      chainId: form === 'other chain' ? chainId + 1n : chainId,
      verifyingContract: form === 'other registry' ? addresses.validation : addresses.identity,
    };
    const { agentId, newWallet, owner, deadline } = consent;
    const signature = key.sign(TypedDataEncoder.hash(domain, WALLET_TYPES, { agentId, newWallet, owner, deadline }));
    return { consent: { ...consent, wellFormed: form === 'good' }, signature: this.#inForm(signature, form) };
  }

  #inForm(signature: Signature, form: SignatureForm): string {
    if (form === 'empty') return '0x';
    if (form === 'cut') return signature.serialized.slice(0, -2);
    if (form === 'compact') return signature.compactSerialized;
    if (form !== 'high s') return signature.serialized;
    const s = (CURVE_ORDER - BigInt(signature.s)).toString(16).padStart(64, '0');
    return `${signature.r}${s}${signature.v === 27 ? '1c' : '1b'}`;
  }
}
