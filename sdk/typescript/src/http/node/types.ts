/** What is read of a received message: `IncomingMessage` of node:http and the requests of node:http2 have it. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly statusCode?: number | null | undefined;
  readonly rawHeaders: readonly string[];
  readonly rawTrailers: readonly string[];
  /** Of HTTP/2: whether the request ended with its header section. */
  readonly stream?: { readonly endAfterHeaders?: boolean | undefined } | undefined;
}

/** What is read and written of a message to send: `ServerResponse` and `ClientRequest` of node:http have it. */
export interface NodeOutgoing {
  readonly headersSent: boolean;
  getHeaders(): Readonly<Record<string, number | string | readonly string[] | undefined>>;
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
}

/** A response to send. */
export interface NodeOutgoingResponse extends NodeOutgoing {
  readonly statusCode: number;
}

/** A request to send. */
export interface NodeOutgoingRequest extends NodeOutgoing {
  readonly method: string;
  /** The request target. */
  readonly path: string;
  /** With its colon, as node:http has it. */
  readonly protocol: string;
}
