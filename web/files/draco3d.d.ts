// The part of draco3d's decoder that the page uses (github.com/google/draco, javascript/).
declare module 'draco3d/draco_decoder_nodejs.js' {
  interface Status { ok(): boolean; error_msg(): string }
  interface Attribute { num_components(): number }
  interface Mesh { num_faces(): number; num_points(): number }
  interface Decoder {
    GetEncodedGeometryType(buffer: object): number;
    DecodeBufferToMesh(buffer: object, mesh: Mesh): Status;
    GetAttributeByUniqueId(mesh: Mesh, id: number): Attribute;
    GetTrianglesUInt32Array(mesh: Mesh, bytes: number, pointer: number): boolean;
    GetAttributeDataArrayForAllPoints(
      mesh: Mesh, attribute: Attribute, type: number, bytes: number, pointer: number,
    ): boolean;
  }
  export interface DracoModule {
    Decoder: new () => Decoder;
    DecoderBuffer: new () => { Init(data: Int8Array, length: number): void };
    Mesh: new () => Mesh;
    TRIANGULAR_MESH: number;
    DT_INT8: number;
    DT_UINT8: number;
    DT_INT16: number;
    DT_UINT16: number;
    DT_UINT32: number;
    DT_FLOAT32: number;
    HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    destroy(object: object): void;
    getPointer(object: object): number;
  }
  export default function createDecoder(options: { wasmBinary: ArrayBuffer }): Promise<DracoModule>;
}
