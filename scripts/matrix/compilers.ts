/** A version of solc that the matrix compiles with. */
export interface Compiler {
  readonly version: string;
  /** Of the npm package `solc`, as the registry tells it; npm refuses a package that differs. */
  readonly integrity: string;
}

/** What the sources name, and what is deployed. */
export const PINNED = '0.8.36';

/** The version before the pinned one, the pinned one and the version after it. 0.8.28 to 0.8.33 are out, see docs/decisions.md. */
export const COMPILERS: readonly Compiler[] = [
  {
    version: '0.8.35',
    integrity: 'sha512-OaP/4zyoKRo2CjqZDxbtkeRlEo6MxP4FLCxntw1Agf9OSoecmwYKoFBSB34UcSKBFBucrTh3Mb0nRoJou62ibw==',
  },
  {
    version: PINNED,
    integrity: 'sha512-cnDhjWo8dC5FxnEwCrWxUsJS7RPsHf+pVUe9Tr/+b15sQ40WCVn4vX4R+tOvN5gRfEgiquvFzfF4VV0kSnknhw==',
  },
  {
    version: '0.8.37',
    integrity: 'sha512-ieUYdPDRGNKMsZpCfi9tY64Q+ASoL8tyhLuvf9cFiqDs+6ijlx8Wn2CRi0N71AlCvRx0V092rlUYu3b3PuxWlA==',
  },
];
