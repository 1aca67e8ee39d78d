/** Numbers of RFC 9180, section 7. KEMs 0x0010 and 0x0020; KDF 0x0001; AEADs 0x0001, 0x0002, 0x0003 and 0xffff. */
export interface HpkeIds {
  readonly kem: number;
  readonly kdf: number;
  readonly aead: number;
}

/** A secret of at least 32 bytes that both sides have, for the modes PSK and AuthPSK. */
export interface HpkePsk {
  readonly id: Uint8Array;
  readonly key: Uint8Array;
}

export interface HpkeSenderOptions {
  readonly ids: HpkeIds;
  readonly recipientPublicKey: Uint8Array;
  readonly info: Uint8Array;
  readonly psk?: HpkePsk | undefined;
  /** For the modes Auth and AuthPSK. */
  readonly senderPrivateKey?: Uint8Array | undefined;
}

export interface HpkeRecipientOptions {
  readonly ids: HpkeIds;
  readonly recipientPrivateKey: Uint8Array;
  readonly enc: Uint8Array;
  readonly info: Uint8Array;
  readonly psk?: HpkePsk | undefined;
  /** For the modes Auth and AuthPSK. */
  readonly senderPublicKey?: Uint8Array | undefined;
}

export interface HpkeSender {
  /** The encapsulated key. */
  readonly enc: Uint8Array;
  /** Seals the next message. */
  seal(plaintext: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
  export(context: Uint8Array, length: number): Promise<Uint8Array>;
}

export interface HpkeRecipient {
  /** Opens the next message. @throws SessionError `decryption-failed` */
  open(ciphertext: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
  export(context: Uint8Array, length: number): Promise<Uint8Array>;
}
