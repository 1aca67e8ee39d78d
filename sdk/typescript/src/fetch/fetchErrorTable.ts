interface FetchErrorText {
  readonly meaning: string;
  readonly wayOut: string;
}

/** Every reason why a fetcher has no content. The documentation of the codes is generated from this table. */
export const FETCH_ERRORS = {
  'options-invalid': {
    meaning: 'an option of the fetcher is out of range or malformed',
    wayOut: 'correct the option named',
  },
  'uri-malformed': {
    meaning: 'the URI is no absolute URI, or not one of its scheme',
    wayOut: 'write it in full',
  },
  'uri-too-long': {
    meaning: 'the URI is longer than any content that it may carry',
    wayOut: 'shorten it',
  },
  'scheme-unsupported': {
    meaning: 'the scheme is not one of data, https and ipfs',
    wayOut: 'publish the content under one of these',
  },
  'http-refused': {
    meaning: 'the scheme is http, where anybody on the way can change the content',
    wayOut: 'publish the content under https, or allow http for a test',
  },
  'uri-credentials': {
    meaning: 'the URL holds a user name or a password',
    wayOut: 'leave them out: the URI of an agent is public',
  },
  'host-refused': {
    meaning: 'the host is a private, local or reserved one',
    wayOut: 'publish the content on a public host, or allow private hosts for a test',
  },
  'address-refused': {
    meaning: 'the host name resolves to a private, local or reserved address',
    wayOut: 'publish the content on a public host, or allow private hosts for a test',
  },
  'network-failed': {
    meaning: 'the request failed; the cause is told',
    wayOut: 'try again later',
  },
  timeout: {
    meaning: 'the content did not arrive in time',
    wayOut: 'try again later, or allow more time',
  },
  'status-refused': {
    meaning: 'the server answered with another status than 200; details hold it',
    wayOut: 'publish the content where the URI leads',
  },
  'redirect-malformed': {
    meaning: 'a redirect has no Location, or one that is no URL',
    wayOut: 'correct the redirect',
  },
  'redirect-opaque': {
    meaning: 'the platform hides where a redirect leads, as browsers do, so that it can not be checked',
    wayOut: 'write the final URL, or fetch in Node',
  },
  'redirect-limit': {
    meaning: 'there are more redirects than allowed',
    wayOut: 'write the final URL',
  },
  'content-type-refused': {
    meaning: 'the media type is not one of those allowed',
    wayOut: 'serve the content as application/json',
  },
  'content-encoding-refused': {
    meaning: 'the server compressed the content although it was asked not to',
    wayOut: 'serve the content as it is',
  },
  'content-too-large': {
    meaning: 'the content is larger than allowed',
    wayOut: 'shorten it, or allow more',
  },
  'data-malformed': {
    meaning: 'a data URI lacks its comma, or holds broken base64 or percent-encoding',
    wayOut: 'write data:application/json;base64, and strict base64',
  },
  'cid-malformed': {
    meaning: 'an ipfs URI does not begin with a CID of version 0 or 1',
    wayOut: 'write ipfs:// and the CID in base32, or base58 for version 0',
  },
  'cid-unsupported': {
    meaning: 'the CID names a codec other than raw and dag-pb, or a hash other than sha2-256',
    wayOut: 'add the file anew with the usual settings',
  },
  'gateway-missing': {
    meaning: 'an ipfs URI can not be fetched without a trustless gateway',
    wayOut: 'pass gateways to the fetcher',
  },
  'gateways-failed': {
    meaning: 'no gateway delivered the content; details hold the error of each',
    wayOut: 'try again later, or pass other gateways',
  },
  'block-mismatch': {
    meaning: 'a gateway delivered bytes that are not those of the CID',
    wayOut: 'use another gateway',
  },
  'block-malformed': {
    meaning: 'a block has the right hash and is no dag-pb or UnixFS, or contradicts itself',
    wayOut: 'add the file anew',
  },
  'ipfs-not-a-file': {
    meaning: 'the path leads to a directory, a link, or nothing at all',
    wayOut: 'write the path of the file after the CID',
  },
  'ipfs-unsupported': {
    meaning: 'a directory is sharded, or a node is of a kind that is no longer in use',
    wayOut: "write the CID of the file itself instead of the directory's",
  },
  'ipfs-too-many-blocks': {
    meaning: 'the content is spread over more blocks than allowed',
    wayOut: 'add it anew with larger chunks',
  },
} as const satisfies Record<string, FetchErrorText>;

export type FetchErrorCode = keyof typeof FETCH_ERRORS;
