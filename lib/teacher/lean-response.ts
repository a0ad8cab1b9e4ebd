/**
 * A response whose body is all there, as `fetch` gives it. Node's own `Response` costs more than the call itself:
 * it is made only for those who read the body as anything but text or JSON.
 */
export class LeanResponse implements Response {
  readonly headers: Headers;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly ok: boolean;
  readonly redirected = false;
  readonly type = 'basic';
  #used = false;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, status: number, statusText: string, headers: Headers, url: string) {
    this.#bytes = bytes;
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.url = url;
    this.ok = status >= 200 && status < 300;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  get body(): Response['body'] {
    return this.#full().body;
  }

  async text(): Promise<string> {
    return this.#take().toString('utf8');
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return await this.#taken().arrayBuffer();
  }

  async blob(): Promise<Blob> {
    return await this.#taken().blob();
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  async formData(): Promise<FormData> {
    return await this.#taken().formData();
  }

  clone(): LeanResponse {
    if (this.#used) throw new TypeError('the body was read already');
    return new LeanResponse(this.#bytes, this.status, this.statusText, this.headers, this.url);
  }

  #take(): Buffer {
    if (this.#used) throw new TypeError('the body was read already');
    this.#used = true;
    return this.#bytes;
  }

  #taken(): Response {
    this.#take();
    return this.#full();
  }

  #full(): Response {
    // These statuses have no body by definition, and `Response` refuses one.
    const empty = [101, 204, 205, 304].includes(this.status);
    return new Response(empty ? null : new Uint8Array(this.#bytes), { status: this.status, headers: this.headers });
  }
}
