// Decodes Draco's meshes away from the main thread. Made when the first file needs it; fetches the decoder then.
import createDecoder, { type DracoModule } from 'draco3d/draco_decoder_nodejs.js';
import { decodeWith } from './draco-decode';
import { withoutDraco, type Decode } from './draco-gltf';

export type ToDraco =
  | { type: 'file'; id: number; file: Blob }
  | { type: 'buffer'; id: number; uri: string; bytes: ArrayBuffer | null };
export type FromDraco =
  | { type: 'need'; id: number; uri: string }
  /** `file`: null if nothing in it is compressed. */
  | { type: 'done'; id: number; file: Blob | null }
  | { type: 'failed'; id: number; reason: string };

const scope = globalThis as unknown as {
  postMessage(message: FromDraco): void;
  onmessage: ((event: MessageEvent<ToDraco>) => void) | null;
};
const waiting = new Map<string, (bytes: ArrayBuffer | null) => void>();
let decoder: Promise<DracoModule> | null = null;

scope.onmessage = ({ data }) => {
  if (data.type === 'file') void rewrite(data.id, data.file);
  else waiting.get(`${data.id} ${data.uri}`)?.(data.bytes);
};

async function rewrite(id: number, file: Blob): Promise<void> {
  const buffer = async (uri: string): Promise<Uint8Array> => {
    const answer = new Promise<ArrayBuffer | null>((resolve) => waiting.set(`${id} ${uri}`, resolve));
    scope.postMessage({ type: 'need', id, uri });
    const bytes = await answer;
    waiting.delete(`${id} ${uri}`);
    if (!bytes) throw new Error(`${uri} is missing`);
    return new Uint8Array(bytes);
  };
  try {
    const decode = async (): Promise<Decode> => decodeWith(await (decoder ??= load()));
    const pieces = await withoutDraco(new Uint8Array(await file.arrayBuffer()), buffer, decode);
    scope.postMessage({ type: 'done', id, file: pieces && new Blob(pieces) });
  } catch (error) {
    // Whatever state it is in: the next file gets a fresh one.
    decoder = null;
    scope.postMessage({ type: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
  }
}

async function load(): Promise<DracoModule> {
  const response = await fetch(new URL('draco_decoder.wasm', import.meta.url)).catch(() => null);
  if (!response?.ok) throw new Error('the Draco decoder could not be fetched');
  return createDecoder({ wasmBinary: await response.arrayBuffer() });
}
