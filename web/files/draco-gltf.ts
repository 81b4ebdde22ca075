// Takes KHR_draco_mesh_compression out of a glTF file: each compressed primitive gets plain accessors, so that the engine
// need not know of it. The decoder is handed in.
// github.com/KhronosGroup/glTF, extensions/2.0/Khronos/KHR_draco_mesh_compression
import { isGlb, readGlb, writeGlb } from './glb';

const extension = 'KHR_draco_mesh_compression';
/** What one file may grow to: the engine's memory is not larger. */
const mostBytes = 512 * 2 ** 20;

export interface AttributeRequest { id: number; componentType: number; components: number }
export interface DecodedMesh {
  points: number;
  indices: Uint32Array<ArrayBuffer>;
  /** In the order of the requests, packed. */
  attributes: Uint8Array<ArrayBuffer>[];
}
/** `mostBytes`: more than that is refused before it is decoded. Throws with a reason. */
export type Decode = (data: Uint8Array, requests: readonly AttributeRequest[], mostBytes: number) => DecodedMesh;

type Json = Record<string, unknown>;
interface Accessor extends Json { componentType: number; count: number; type: string }
interface DracoExtension { bufferView: number; attributes: Record<string, number> }
interface Primitive extends Json { attributes: Record<string, number>; indices?: number; mode?: number }

const componentsOf: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };
const triangles = 4;
const triangleStrip = 5;

/** Whether the file's JSON names the extension: cheap, and right except for odd spellings. */
export function mentionsDraco(json: string): boolean {
  return json.includes(extension);
}

const bad = (reason: string): Error => new Error(reason);
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/**
 * The pieces of the file without the extension, or null if it does not use it. `buffers`: gives the bytes of a buffer by
 * its address in the file. `loadDecoder`: called if there is something to decode. Throws with a reason.
 */
export async function withoutDraco(
  file: Uint8Array<ArrayBuffer>, buffers: (uri: string) => Promise<Uint8Array>, loadDecoder: () => Promise<Decode>,
): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const glb = readGlb(file);
  if (!glb && isGlb(file)) throw bad('it is cut off');
  const text = new TextDecoder().decode(glb ? glb.json : file);
  if (!mentionsDraco(text)) return null;
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return null;  // the engine says what is wrong, and where
  }
  const compressed = primitivesOf(document).filter(dracoOf);
  if (compressed.length === 0 && !list(document['extensionsUsed']).includes(extension as never)) return null;

  const decode = await loadDecoder();
  // The decoded data go to the end of the file's own binary buffer, or to a new one in front of the others.
  const bufferList = list(document['buffers']);
  const own = glb?.binary && bufferList[0] && !('uri' in bufferList[0]) ? glb.binary : null;
  const out = new Output(own);
  const source = new Source(document, own, buffers);
  const accessors = list(document['accessors']) as Accessor[];
  const views: Json[] = [];
  const firstView = list(document['bufferViews']).length;
  const done = new Map<string, { indices: number; attributes: Record<string, number> }>();

  const add = (bytes: Uint8Array<ArrayBuffer>, accessor: Json): number => {
    views.push({ buffer: 0, byteOffset: out.add(bytes), byteLength: bytes.length });
    return accessors.push({ ...accessor, bufferView: firstView + views.length - 1, byteOffset: 0 } as unknown as Accessor) - 1;
  };
  for (const [n, primitive] of compressed.entries()) {
    const { bufferView, attributes } = dracoOf(primitive)!;
    if (primitive.mode !== undefined && primitive.mode !== triangles && primitive.mode !== triangleStrip) {
      throw bad(`compressed primitive ${n} is no mesh of triangles`);
    }
    const key = JSON.stringify([bufferView, attributes, primitive.attributes]);
    let plain = done.get(key);
    if (!plain) {
      const names = Object.keys(attributes);
      const old = names.map((name) => accessors[primitive.attributes[name] ?? -1]);
      const requests = names.map((name, i): AttributeRequest => {
        const components = componentsOf[old[i]?.type ?? ''];
        if (!old[i] || components === undefined) throw bad(`compressed primitive ${n} has no accessor for ${name}`);
        return { id: attributes[name]!, componentType: old[i].componentType, components };
      });
      let mesh: DecodedMesh;
      try {
        mesh = decode(await source.view(bufferView), requests, mostBytes - out.length);
      } catch (error) {
        throw bad(`compressed primitive ${n}: ${(error as Error).message}`);
      }
      const indices = new Uint8Array(mesh.indices.buffer, mesh.indices.byteOffset, mesh.indices.byteLength);
      plain = {
        indices: add(indices, { componentType: 5125, type: 'SCALAR', count: mesh.indices.length }),
        attributes: Object.fromEntries(names.map((name, i) => {
          const { bufferView: _, byteOffset: __, sparse: ___, ...kept } = old[i]!;
          return [name, add(strided(mesh.attributes[i]!, mesh.points), { ...kept, count: mesh.points })];
        })),
      };
      // Each vertex begins at a multiple of four bytes.
      names.forEach((_, i) => {
        const view = views[views.length - names.length + i]!;
        const stride = mesh.points > 0 ? (view['byteLength'] as number) / mesh.points : 4;
        view['byteStride'] = Math.max(4, stride);
      });
      done.set(key, plain);
    }
    primitive.indices = plain.indices;
    primitive.attributes = { ...primitive.attributes, ...plain.attributes };
    primitive.mode = triangles;
    forget(primitive);
  }
  document['accessors'] = accessors;
  if (views.length > 0) document['bufferViews'] = [...list(document['bufferViews']), ...views];
  for (const key of ['extensionsUsed', 'extensionsRequired']) {
    const left = list(document[key]).filter((name) => (name as unknown) !== extension);
    if (left.length > 0) document[key] = left;
    else delete document[key];
  }
  if (views.length > 0) {
    if (own) {
      document['buffers'] = [{ ...bufferList[0], byteLength: out.length }, ...bufferList.slice(1)];
    } else {
      document['buffers'] = [{ byteLength: out.length }, ...bufferList];
      list(document['bufferViews']).forEach((view, i) => {
        if (i < firstView) view['buffer'] = (view['buffer'] as number) + 1;
      });
    }
  }
  return writeGlb(document, out.pieces);
}

function primitivesOf(document: Json): Primitive[] {
  return list(document['meshes']).flatMap((mesh) => list(mesh?.['primitives']))
    .filter((p) => typeof p === 'object' && p !== null && typeof p['attributes'] === 'object') as Primitive[];
}

function dracoOf(primitive: Primitive): DracoExtension | null {
  const found = (primitive['extensions'] as Record<string, unknown> | undefined)?.[extension] as DracoExtension | undefined;
  return found && typeof found.bufferView === 'number' && typeof found.attributes === 'object' ? found : null;
}

function forget(primitive: Primitive): void {
  const { [extension]: _, ...left } = primitive['extensions'] as Record<string, unknown>;
  if (Object.keys(left).length > 0) primitive['extensions'] = left;
  else delete primitive['extensions'];
}

/** Vertices padded to multiples of four bytes, as glTF wants vertex attributes. */
function strided(bytes: Uint8Array<ArrayBuffer>, points: number): Uint8Array<ArrayBuffer> {
  const size = points > 0 ? bytes.length / points : 0;
  if (size % 4 === 0) return bytes;
  const stride = Math.ceil(size / 4) * 4;
  const all = new Uint8Array(stride * points);
  for (let i = 0; i < points; i++) all.set(bytes.subarray(i * size, (i + 1) * size), i * stride);
  return all;
}

class Output {
  readonly pieces: Uint8Array<ArrayBuffer>[] = [];
  length = 0;
  constructor(own: Uint8Array | null) {
    if (own) this.add(own as Uint8Array<ArrayBuffer>);
  }
  /** Where it begins. */
  add(bytes: Uint8Array<ArrayBuffer>): number {
    const at = this.length;
    const tail = (4 - (bytes.length % 4)) % 4;
    this.pieces.push(bytes);
    if (tail > 0) this.pieces.push(new Uint8Array(tail));
    this.length += bytes.length + tail;
    return at;
  }
}

/** The compressed data, wherever they lie. */
class Source {
  private readonly loaded = new Map<number, Promise<Uint8Array>>();
  constructor(
    private readonly document: Json,
    private readonly own: Uint8Array | null,
    private readonly fetch: (uri: string) => Promise<Uint8Array>,
  ) {}

  async view(index: number): Promise<Uint8Array> {
    const view = list(this.document['bufferViews'])[index];
    const buffer = view?.['buffer'];
    const length = view?.['byteLength'];
    const from = view?.['byteOffset'] ?? 0;
    if (typeof buffer !== 'number' || typeof length !== 'number' || typeof from !== 'number') {
      throw bad(`there is no buffer view ${index}`);
    }
    let bytes = this.loaded.get(buffer);
    if (!bytes) this.loaded.set(buffer, (bytes = this.buffer(buffer)));
    const all = await bytes;
    if (from < 0 || length < 0 || from + length > all.length) throw bad(`buffer view ${index} is outside of its buffer`);
    return all.subarray(from, from + length);
  }

  private async buffer(index: number): Promise<Uint8Array> {
    const buffer = list(this.document['buffers'])[index];
    const uri = buffer?.['uri'];
    if (index === 0 && this.own && uri === undefined) return this.own;
    if (typeof uri !== 'string') throw bad(`there is no buffer ${index}`);
    const data = /^data:[^,]*;base64,/.exec(uri);
    if (data) return Uint8Array.from(atob(uri.slice(data[0].length)), (c) => c.charCodeAt(0));
    return this.fetch(uri);
  }
}
