// What the tests of Bsdfs share: materials to try, directions, and an integration that knows nothing of sampling.
#pragma once
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "raytracer/core/hash.h"
#include "raytracer/materials/material.h"

namespace raypool::testing {

inline vec3 directionAt(float cosine, float azimuth) {
    const float s = std::sqrt((1 - cosine) * (1 + cosine));
    return {s * std::cos(azimuth), s * std::sin(azimuth), cosine};
}

struct BsdfCase {
    std::string name;
    Material material;
    bool frontFacing = true;
};

inline Material diffuseMaterial(float roughness) {
    Material m;
    m.kind = MaterialKind::kDiffuse;
    m.baseColor = {1, 1, 1};
    m.baseDiffuseRoughness = roughness;
    return m;
}
inline Material conductorMaterial(float roughness, float anisotropy = 0) {
    Material m;
    m.kind = MaterialKind::kConductor;
    m.baseColor = {1, 1, 1};
    m.specularRoughness = roughness;
    m.specularRoughnessAnisotropy = anisotropy;
    return m;
}
inline Material dielectricMaterial(float ior, float roughness, float anisotropy = 0) {
    Material m;
    m.kind = MaterialKind::kDielectric;
    m.specularIor = ior;
    m.specularRoughness = roughness;
    m.specularRoughnessAnisotropy = anisotropy;
    return m;
}
inline Material openPbrMaterial(float ior, float roughness, float diffuseRoughness = 0) {
    Material m;
    m.baseColor = {1, 1, 1};
    m.specularIor = ior;
    m.specularRoughness = roughness;
    m.baseDiffuseRoughness = diffuseRoughness;
    return m;
}

inline Material coated(Material m, float coatRoughness, float coatIor = 1.6F) {
    m.coatWeight = 1;
    m.coatRoughness = coatRoughness;
    m.coatIor = coatIor;
    return m;
}
inline Material fuzzy(Material m, float fuzzRoughness, float fuzzWeight = 1) {
    m.fuzzWeight = fuzzWeight;
    m.fuzzRoughness = fuzzRoughness;
    return m;
}
inline Material filmed(Material m, float thickness, float filmIor = 1.4F, float weight = 1) {
    m.thinFilmWeight = weight;
    m.thinFilmThickness = thickness;
    m.thinFilmIor = filmIor;
    return m;
}
/// OpenPBR's, white.
inline Material metalMaterial(float roughness) {
    Material m = openPbrMaterial(1.5F, roughness);
    m.baseMetalness = 1;
    return m;
}
inline Material glassMaterial(float ior, float roughness) {
    Material m = openPbrMaterial(ior, roughness);
    m.transmissionWeight = 1;
    return m;
}

/// One of each kind that is not delta: for the tests of sampling against evaluation.
inline std::vector<BsdfCase> roughCases() {
    std::vector<BsdfCase> cases{{"lambert", diffuseMaterial(0)},
                                {"eon .4", diffuseMaterial(0.4F)},
                                {"eon 1", diffuseMaterial(1)},
                                {"metal .3", conductorMaterial(0.3F)},
                                {"metal .7", conductorMaterial(0.7F)},
                                {"brushed metal", conductorMaterial(0.5F, 0.8F)},
                                {"glass .3", dielectricMaterial(1.5F, 0.3F)},
                                {"glass .3 inside", dielectricMaterial(1.5F, 0.3F), false},
                                {"glass .8", dielectricMaterial(1.5F, 0.8F)},
                                {"glass .8 inside", dielectricMaterial(1.5F, 0.8F), false},
                                {"brushed diamond", dielectricMaterial(2.4F, 0.5F, 0.7F)},
                                {"brushed diamond inside", dielectricMaterial(2.4F, 0.5F, 0.7F), false},
                                {"thin glass", dielectricMaterial(1.5F, 0.6F)},
                                {"plastic", openPbrMaterial(1.5F, 0.4F)},
                                {"rough plastic", openPbrMaterial(1.7F, 0.9F, 0.8F)},
                                {"everything", openPbrMaterial(1.5F, 0.45F, 0.5F)},
                                {"everything inside", openPbrMaterial(1.5F, 0.45F, 0.5F), false},
                                {"clear-coloured gold", conductorMaterial(0.4F)},
                                {"shading-normal glass", dielectricMaterial(1.5F, 0.5F)},
                                {"shading-normal glass inside", dielectricMaterial(1.5F, 0.5F), false},
                                {"separable metal", conductorMaterial(0.8F)},
                                {"fuzz .1 on plastic", fuzzy(openPbrMaterial(1.5F, 0.5F), 0.1F)},
                                {"fuzz .8 on paper", fuzzy(openPbrMaterial(1.5F, 1), 0.8F, 0.7F)},
                                {"coat on metal", coated(metalMaterial(0.4F), 0.3F)},
                                {"coat on plastic", coated(openPbrMaterial(1.5F, 0.5F), 0.5F)},
                                {"coloured coat on plastic", coated(openPbrMaterial(1.5F, 0.5F), 0.4F)},
                                {"coloured coat on glass", coated(glassMaterial(1.5F, 0.4F), 0.4F)},
                                {"coloured coat on glass inside", coated(glassMaterial(1.5F, 0.4F), 0.4F), false},
                                {"tilted coat on metal", coated(metalMaterial(0.4F), 0.3F)},
                                {"film on metal", filmed(metalMaterial(0.4F), 0.5F)},
                                {"film on glass", filmed(glassMaterial(1.5F, 0.5F), 0.4F, 1.8F)},
                                {"film on glass inside", filmed(glassMaterial(1.5F, 0.5F), 0.4F, 1.8F), false},
                                {"film on thin glass", filmed(glassMaterial(1.5F, 0.5F), 0.4F, 1.8F)},
                                {"all layers", fuzzy(coated(filmed(openPbrMaterial(1.5F, 0.45F, 0.5F), 0.3F, 1.3F, 0.5F), 0.3F), 0.4F, 0.5F)},
                                {"all layers inside", fuzzy(coated(filmed(openPbrMaterial(1.5F, 0.45F, 0.5F), 0.3F, 1.3F, 0.5F), 0.3F), 0.4F, 0.5F), false}};
    for (BsdfCase& c : cases) {
        Material& m = c.material;
        if (c.name == "thin glass" || c.name == "film on thin glass") m.thinWalled = true;
        if (c.name == "film on metal") m.baseColor = {0.95F, 0.7F, 0.3F};
        if (c.name.starts_with("coloured coat") || c.name.starts_with("all layers")) m.coatColor = {0.3F, 0.6F, 0.9F};
        if (c.name.starts_with("tilted") || c.name.starts_with("all layers")) m.coatNormal = normalize(vec3(0.25F, -0.15F, 1));
        if (c.name.starts_with("all layers")) {
            m.coatWeight = 0.6F;
            m.coatRoughnessAnisotropy = 0.5F;
            m.fuzzColor = {0.9F, 0.6F, 0.5F};
        }
        if (c.name.starts_with("everything") || c.name.starts_with("all layers")) {
            m.baseMetalness = 0.3F;
            m.transmissionWeight = 0.5F;
            m.specularWeight = 0.6F;
            m.baseColor = {0.9F, 0.5F, 0.2F};
            m.specularColor = {0.7F, 0.8F, 1};
            m.transmissionColor = {0.4F, 0.9F, 0.6F};
        }
        if (c.name == "clear-coloured gold") {
            m.conductorFresnel = ConductorFresnel::kComplexIor;
            m.conductorN = {0.14F, 0.43F, 1.04F};
            m.conductorK = {3.697F, 2.455F, 1.833F};
        }
        if (c.name.starts_with("shading-normal")) {
            m.dielectricFresnel = DielectricFresnel::kShadingNormal;
            m.multipleScattering = false;
            m.masking = Masking::kSeparable;
        }
        if (c.name == "separable metal") {
            m.multipleScattering = false;
            m.masking = Masking::kSeparable;
        }
    }
    return cases;
}

/// Integral of f over one hemisphere, in rings around an axis: for lobes that are narrow there, and zero across the
/// equator. upper: z > 0. width: the narrowest thing around the axis, in radians.
inline double integrateAround(vec3 axis, double width, bool upper, int rings, int sectors, const std::function<double(vec3)>& f) {
    const vec3 x = normalize(std::fabs(axis.z) < 0.9F ? cross(vec3(0, 0, 1), axis) : cross(vec3(1, 0, 0), axis));
    const vec3 y = cross(axis, x);
    // theta = a (e^(k t) - 1) with a few rings inside the width.
    const double a = width / 4, k = std::log(3.14159265358979 / a + 1);
    double sum = 0;
    for (int i = 0; i < rings; ++i) {
        const double t = (i + 0.5) / rings, e = std::exp(k * t), theta = a * (e - 1);
        double ring = 0;
        for (int j = 0; j < sectors; ++j) {
            const double phi = 6.283185307179586 * (j + (i & 1 ? 0.25 : 0.75)) / sectors;
            const double s = std::sin(theta);
            const vec3 w = x * static_cast<float>(s * std::cos(phi)) + y * static_cast<float>(s * std::sin(phi)) +
                           axis * static_cast<float>(std::cos(theta));
            if ((w.z > 0) == upper) ring += f(normalize(w));
        }
        sum += ring * std::sin(theta) * a * k * e;
    }
    return sum * 6.283185307179586 / (double(rings) * sectors);
}

/// Integral of f over all directions, with rings around the mirrored and the refracted direction.
inline double integrateAroundLobes(vec3 wo, float alpha, float eta, int rings, int sectors, const std::function<double(vec3)>& f) {
    const double width = std::max(double{alpha}, 1e-3);
    const float sin2 = (1 - wo.z * wo.z) / (eta * eta);
    const vec3 axis = sin2 < 1 ? vec3(-wo.x / eta, -wo.y / eta, -std::sqrt(1 - sin2)) : normalize(vec3(-wo.x, -wo.y, -0.05F));
    return integrateAround({-wo.x, -wo.y, wo.z}, width, true, rings, sectors, f) +
           integrateAround(axis, width * std::min(1.0, 2 * std::fabs(double{eta} - 1)), false, rings, sectors, f);
}

/// Random numbers of a low-discrepancy sequence in three dimensions (Roberts 2018, R3): lobe and direction.
struct Draw {
    float uLobe;
    vec2 u;
};
inline Draw drawAt(int i) {
    const auto turn = [&](double step) {
        const double x = (i + 0.5) * step;
        return std::min(static_cast<float>(x - std::floor(x)), kOneMinusEpsilon);
    };
    return {turn(0.8191725133961645), {turn(0.6710436067037893), turn(0.5497004779019703)}};
}

}  // namespace raypool::testing
