// A material as a glTF file says it: the core specification's fields and those of the extensions that are known, with the
// specification's defaults. Factors are clamped to their ranges when read.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "raytracer/core/rgb.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// A textureInfo, with KHR_texture_transform.
struct GltfTextureInfo {
    int32_t texture = -1;            // index into the file's textures; -1: none
    uint32_t texcoord = 0;           // the file's set, then which of the material's two
    dvec2 offset{0}, scale{1};
    double rotation = 0;             // radians
    float strength = 1;              // scale of a normal texture

    bool isThere() const { return texture >= 0; }
};

enum class GltfAlphaMode : uint8_t { kOpaque, kMask, kBlend };

struct GltfMaterial {
    std::string name;
    bool doubleSided = false;
    GltfAlphaMode alphaMode = GltfAlphaMode::kOpaque;
    float alphaCutoff = 0.5F;

    Rgb baseColor{1, 1, 1};
    float alpha = 1;
    GltfTextureInfo baseColorTexture;             // sRGB, alpha
    float metallic = 1, roughness = 1;
    GltfTextureInfo metallicRoughnessTexture;     // blue, green
    GltfTextureInfo normalTexture;
    Rgb emissive{0, 0, 0};
    GltfTextureInfo emissiveTexture;              // sRGB
    float emissiveStrength = 1;                   // KHR_materials_emissive_strength
    bool isUnlit = false;                         // KHR_materials_unlit
    float ior = 1.5F;                             // KHR_materials_ior; 0: reflects all, for converted specular-glossiness

    // KHR_materials_specular
    float specular = 1;
    GltfTextureInfo specularTexture;              // alpha
    Rgb specularColor{1, 1, 1};                   // may exceed 1
    GltfTextureInfo specularColorTexture;         // sRGB

    // KHR_materials_transmission, KHR_materials_volume, KHR_materials_dispersion
    float transmission = 0;
    GltfTextureInfo transmissionTexture;          // red
    float thickness = 0;                          // 0: thin-walled; its texture is for renderers that trace no rays
    float attenuationDistance = 0;                // metres; 0: infinite
    Rgb attenuationColor{1, 1, 1};
    float dispersion = 0;                         // 20 / Abbe number

    // KHR_materials_diffuse_transmission
    float diffuseTransmission = 0;
    GltfTextureInfo diffuseTransmissionTexture;   // alpha
    Rgb diffuseTransmissionColor{1, 1, 1};
    GltfTextureInfo diffuseTransmissionColorTexture;   // sRGB

    // KHR_materials_clearcoat
    float clearcoat = 0;
    GltfTextureInfo clearcoatTexture;             // red
    float clearcoatRoughness = 0;
    GltfTextureInfo clearcoatRoughnessTexture;    // green
    GltfTextureInfo clearcoatNormalTexture;

    // KHR_materials_sheen
    Rgb sheenColor{0, 0, 0};
    GltfTextureInfo sheenColorTexture;            // sRGB
    float sheenRoughness = 0;
    GltfTextureInfo sheenRoughnessTexture;        // alpha

    // KHR_materials_anisotropy
    float anisotropy = 0;
    float anisotropyRotation = 0;                 // radians, counter-clockwise from the tangent
    GltfTextureInfo anisotropyTexture;            // red, green: direction; blue: strength

    // KHR_materials_iridescence
    float iridescence = 0;
    GltfTextureInfo iridescenceTexture;           // red
    float iridescenceIor = 1.3F;
    float iridescenceThicknessMinimum = 100, iridescenceThicknessMaximum = 400;   // nanometres
    GltfTextureInfo iridescenceThicknessTexture;  // green

    // KHR_materials_pbrSpecularGlossiness, instead of base colour, metalness and roughness
    bool isSpecularGlossiness = false;
    Rgb diffuse{1, 1, 1};
    float diffuseAlpha = 1;
    GltfTextureInfo diffuseTexture;               // sRGB, alpha
    Rgb specularF0{1, 1, 1};
    float glossiness = 1;
    GltfTextureInfo specularGlossinessTexture;    // sRGB, glossiness in alpha

    std::array<uint32_t, 2> texcoordSets{0, 1};   // of the file: what textures take as the mesh's first and second set
};

}  // namespace raypool
