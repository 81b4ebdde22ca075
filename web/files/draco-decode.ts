// Meshes out of Draco's decoder, as plain arrays.
import type { DracoModule } from 'draco3d/draco_decoder_nodejs.js';
import type { Decode } from './draco-gltf';

export function decodeWith(module: DracoModule): Decode {
  // glTF's component types.
  const types: Record<number, [type: number, bytes: number]> = {
    5120: [module.DT_INT8, 1], 5121: [module.DT_UINT8, 1], 5122: [module.DT_INT16, 2], 5123: [module.DT_UINT16, 2],
    5125: [module.DT_UINT32, 4], 5126: [module.DT_FLOAT32, 4],
  };
  const read = (bytes: number, fill: (pointer: number) => boolean): Uint8Array<ArrayBuffer> => {
    const pointer = module._malloc(bytes);
    if (pointer === 0) throw new Error('there is no memory for its data');
    try {
      if (!fill(pointer)) throw new Error('its data can’t be read');
      return module.HEAPU8.slice(pointer, pointer + bytes);
    } finally {
      module._free(pointer);
    }
  };
  return (data, requests, mostBytes) => {
    const decoder = new module.Decoder();
    const buffer = new module.DecoderBuffer();
    const mesh = new module.Mesh();
    try {
      buffer.Init(new Int8Array(data.buffer, data.byteOffset, data.length), data.length);
      if (decoder.GetEncodedGeometryType(buffer) !== module.TRIANGULAR_MESH) throw new Error('it is no mesh of Draco’s');
      const status = decoder.DecodeBufferToMesh(buffer, mesh);
      if (!status.ok()) throw new Error(`Draco says: ${status.error_msg()}`);
      const points = mesh.num_points();
      const faces = mesh.num_faces();
      const vertexBytes = requests.reduce((sum, r) => sum + r.components * (types[r.componentType]?.[1] ?? 4), 0);
      if (12 * faces + points * vertexBytes > mostBytes) throw new Error('it is too large');
      const triangles = read(12 * faces, (pointer) => decoder.GetTrianglesUInt32Array(mesh, 12 * faces, pointer));
      const attributes = requests.map(({ id, componentType, components }) => {
        const [type, size] = types[componentType] ?? [0, 0];
        const attribute = decoder.GetAttributeByUniqueId(mesh, id);
        if (size === 0 || module.getPointer(attribute) === 0 || attribute.num_components() !== components) {
          throw new Error(`attribute ${id} is not what its accessor says`);
        }
        const bytes = points * components * size;
        return read(bytes, (pointer) => decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, type, bytes, pointer));
      });
      return { points, indices: new Uint32Array(triangles.buffer), attributes };
    } finally {
      module.destroy(mesh);
      module.destroy(buffer);
      module.destroy(decoder);
    }
  };
}
