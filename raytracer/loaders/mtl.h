// Material libraries of Wavefront OBJ files: what is written in them, before it means anything.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/rgb.h"

namespace raypool {

/// A picture and the options before its name.
struct MtlMap {
    std::string file;                         // as it stands there, UTF-8
    std::array<float, 3> offset{0, 0, 0};     // -o
    std::array<float, 3> scale{1, 1, 1};      // -s
    float bumpMultiplier = 1;                 // -bm
    std::array<float, 2> baseGain{0, 1};      // -mm: the value is base + gain times the picture's
    bool clamp = false;                       // -clamp on
    char channel = 0;                         // -imfchan: r, g, b, m (alpha), l (luminance), z; 0: not there
};

struct MtlMaterial {
    std::string name;
    // As in the file; nothing: not there.
    std::optional<Rgb> diffuse, specular, emission, transmissionFilter;       // Kd Ks Ke Tf
    std::optional<float> exponent, ior, dissolve;                             // Ns Ni d (or 1 - Tr)
    std::optional<int> illum;
    std::optional<float> roughness, metalness, sheen, coat, coatRoughness;    // Pr Pm Ps Pc Pcr
    std::optional<float> anisotropy, anisotropyRotation;                      // aniso anisor
    std::optional<MtlMap> diffuseMap, specularMap, emissionMap, exponentMap, dissolveMap;    // map_Kd map_Ks map_Ke map_Ns map_d
    std::optional<MtlMap> bumpMap, normalMap, roughnessMap, metalnessMap, sheenMap;          // map_Bump or bump, norm, map_Pr, map_Pm, map_Ps
};

struct MtlFile {
    std::vector<MtlMaterial> materials;   // in the file's order; names may stand twice
    Diagnostics warnings;                 // with lines; each kind of thing once
};

/// Reads any bytes: what makes no sense is left out, with a warning.
MtlFile parseMtl(std::string_view text);

}  // namespace raypool
